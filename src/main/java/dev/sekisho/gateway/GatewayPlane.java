package dev.sekisho.gateway;

import dev.sekisho.gateway.body.BodySpool;
import dev.sekisho.gateway.observe.Observation;
import dev.sekisho.gateway.observe.StatsRegistry;
import dev.sekisho.gateway.overload.ProcessResources;
import dev.sekisho.gateway.overload.Resources;
import dev.sekisho.gateway.route.RouteTable;
import dev.sekisho.gateway.upstream.Ejections;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.plane.Plane;
import dev.sekisho.plane.PlaneReport;
import io.netty.buffer.PooledByteBufAllocator;
import io.netty.channel.AdaptiveRecvByteBufAllocator;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.WriteBufferWaterMark;
import io.netty.util.concurrent.EventExecutor;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.function.Consumer;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Serves snapshots over HTTP: the listeners, and one `GatewayLoop` for each event loop.
public final class GatewayPlane implements Plane, MetricSource {

    private static final WriteBufferWaterMark MARKS = new WriteBufferWaterMark(64 << 10, 128 << 10);

    private static final long CLOSE_PATIENCE_MILLIS = 2000;

    private final GatewaySettings settings;
    private final ClientTicks ticks;
    private final StatsRegistry stats;
    private final TlsHandlers tls;
    private final Transport transport;
    private final Map<ChannelOption<?>, Object> channelOptions;
    private final ProxyRefusals proxyRefusals = new ProxyRefusals();
    private final Bugs bugs = new Bugs();
    private final Ejections ejections;
    private final BodySpool spool;
    private final List<GatewayLoop> loops;
    private final Admission admission;
    private final AtomicBoolean accepting = new AtomicBoolean();
    private @Nullable Listener http;
    private @Nullable Listener https;
    private volatile Published published = Published.NOTHING;
    private volatile boolean draining;

    /// Serves on the loops of `group`, which stays the caller's to shut down; `stats` and
    /// `observation` are for as many loops as it has.
    public GatewayPlane(
            GatewaySettings settings,
            EventLoopGroup group,
            StatsRegistry stats,
            Observation observation,
            TlsHandlers tls) {
        this(
                settings,
                group,
                stats,
                observation,
                tls,
                new ProcessResources(PooledByteBufAllocator.DEFAULT));
    }

    GatewayPlane(
            GatewaySettings settings,
            EventLoopGroup group,
            StatsRegistry stats,
            Observation observation,
            TlsHandlers tls,
            Resources resources) {
        this.settings = settings;
        this.ticks = ClientTicks.of(settings.clients());
        this.stats = stats;
        this.tls = tls;
        this.transport = Transport.of(group);
        this.channelOptions = options(transport);
        this.ejections = new Ejections(settings.upstream().ejectionFailures(), System::nanoTime);
        this.spool = new BodySpool(settings.spool());
        this.loops = loops(group, observation);
        this.admission = new Admission(this, resources);
    }

    private static Map<ChannelOption<?>, Object> options(Transport transport) {
        Map<ChannelOption<?>, Object> options = new HashMap<>(transport.options());
        options.put(ChannelOption.ALLOCATOR, PooledByteBufAllocator.DEFAULT);
        options.put(ChannelOption.RCVBUF_ALLOCATOR, new AdaptiveRecvByteBufAllocator());
        options.put(ChannelOption.TCP_NODELAY, true);
        options.put(ChannelOption.WRITE_BUFFER_WATER_MARK, MARKS);
        return options;
    }

    private List<GatewayLoop> loops(EventLoopGroup group, Observation observation) {
        List<GatewayLoop> made = new ArrayList<>();
        for (EventExecutor executor : group) {
            int index = made.size();
            made.add(
                    new GatewayLoop(index, (EventLoop) executor, this, observation.forLoop(index)));
        }
        return List.copyOf(made);
    }

    @Override
    public String name() {
        return "gateway";
    }

    /// Opens the listeners. What is served until the first snapshot comes is 404.
    public void start() throws IOException {
        spool.open();
        onEveryLoop(GatewayLoop::start);
        accepting.set(true);
        ListenSettings listen = settings.listen();
        if (listen.httpPort() != ListenSettings.OFF) {
            http = new Listener(this, Peer.Scheme.HTTP, null);
            http.bind(listen.address(), listen.httpPort(), listen.publicHttpPort());
        }
        if (listen.httpsPort() != ListenSettings.OFF) {
            https = new Listener(this, Peer.Scheme.HTTPS, tls);
            https.bind(listen.address(), listen.httpsPort(), listen.publicHttpsPort());
        }
        admission.start();
    }

    /// The ports that are listened on; `ListenSettings.OFF` for none.
    public record BoundPorts(int http, int https) {}

    public BoundPorts boundPorts() {
        return new BoundPorts(port(http), port(https));
    }

    private static int port(@Nullable Listener listener) {
        return listener == null ? ListenSettings.OFF : listener.port();
    }

    /// What is the same object as before needs no work; what is only equal may be built anew.
    @Override
    @SuppressWarnings("ReferenceEquality")
    public PlaneReport apply(Snapshot snapshot) {
        Published before = published;
        boolean sameRoutes = before.hasRoutesOf(snapshot);
        RouteTable table =
                sameRoutes
                        ? before.table().withBackends(snapshot)
                        : RouteTable.compile(snapshot, stats);
        if (!before.snapshot().tls().equals(snapshot.tls())) {
            tls.apply(snapshot.tls());
        }
        Published next = Published.of(snapshot, table);
        published = next;
        ejections.retain(snapshot.backends());
        if (!sameRoutes) {
            tls.retain(next.encryptions());
        }
        onEveryLoop(loop -> loop.adopt(published));
        return PlaneReport.programmed(name(), snapshot.generation());
    }

    /// Ends service within `grace`; complete when no connection is left or the time is over.
    public CompletionStage<Void> drain(Duration grace) {
        draining = true;
        return new Drain(this, grace).start();
    }

    /// Closes everything at once and waits shortly until that is done. Not to be called on a loop.
    public void close() {
        draining = true;
        admission.close();
        stopAccepting();
        onEveryLoop(GatewayLoop::closeAll);
        for (GatewayLoop loop : loops) {
            loop.eventLoop().submit(loop::stop).awaitUninterruptibly(CLOSE_PATIENCE_MILLIS);
        }
        spool.close();
    }

    void stopAccepting() {
        if (accepting.compareAndSet(true, false)) {
            closeListener(http);
            closeListener(https);
        }
    }

    private static void closeListener(@Nullable Listener listener) {
        if (listener != null) {
            listener.close();
        }
    }

    void onEveryLoop(Consumer<GatewayLoop> step) {
        for (GatewayLoop loop : loops) {
            loop.eventLoop().execute(() -> step.accept(loop));
        }
    }

    int openConnections() {
        int open = 0;
        for (GatewayLoop loop : loops) {
            open += loop.connections();
        }
        return open;
    }

    int publicHttpsPort() {
        if (settings.listen().publicHttpsPort() > 0) {
            return settings.listen().publicHttpsPort();
        }
        return https == null ? 443 : https.port();
    }

    boolean isDraining() {
        return draining;
    }

    Admission admission() {
        return admission;
    }

    /// The listeners that are open.
    List<Listener> listeners() {
        return Stream.of(http, https).filter(Objects::nonNull).toList();
    }

    Published published() {
        return published;
    }

    GatewaySettings settings() {
        return settings;
    }

    Bugs bugs() {
        return bugs;
    }

    ProxyRefusals proxyRefusals() {
        return proxyRefusals;
    }

    ClientTicks ticks() {
        return ticks;
    }

    Transport transport() {
        return transport;
    }

    TlsHandlers tls() {
        return tls;
    }

    Map<ChannelOption<?>, Object> channelOptions() {
        return channelOptions;
    }

    Ejections ejections() {
        return ejections;
    }

    BodySpool spool() {
        return spool;
    }

    List<GatewayLoop> loops() {
        return loops;
    }

    @Override
    public void collect(MetricVisitor visitor) {
        GatewayMetrics.collect(loops, visitor);
        visitor.counter(
                "sekisho_gateway_bugs_total",
                "Connections that were ended by a bug of the gateway.",
                List.of(),
                (double) bugs.count());
        visitor.counter(
                "sekisho_proxy_protocol_refused_total",
                "Connections of proxies that did not begin with the PROXY protocol.",
                List.of(),
                (double) proxyRefusals.count());
        ejections.collect(visitor);
        admission.collect(visitor);
        spool.collect(visitor);
    }
}
