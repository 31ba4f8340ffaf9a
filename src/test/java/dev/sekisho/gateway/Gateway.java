package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.observe.AccessLog;
import dev.sekisho.gateway.observe.Observation;
import dev.sekisho.gateway.observe.StatsRegistry;
import dev.sekisho.gateway.overload.OverloadSettings;
import dev.sekisho.gateway.overload.Resources;
import dev.sekisho.gateway.tls.ClientIdentity;
import dev.sekisho.gateway.tls.TlsOriginator;
import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.HttpVersion;
import dev.sekisho.model.Publication;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.http.Filter;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.http.RouteOrigin;
import dev.sekisho.model.http.VirtualHost;
import dev.sekisho.model.tls.TlsTable;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// A gateway plane for tests, with hand-built snapshots: the host `shop.test` and one backend.
final class Gateway implements AutoCloseable {

    static final BackendId SHOP = new BackendId("shop", "web", 80);
    static final BackendId SHOP_H2C = SHOP.speaking(BackendProtocol.H2C);

    private final EventLoopGroup group;
    private final GatewayPlane plane;
    private long generation;

    Gateway(GatewaySettings settings) throws IOException {
        this(settings, new EpollEventLoopGroup(2));
    }

    Gateway(GatewaySettings settings, EventLoopGroup group) throws IOException {
        this(settings, group, AccessLog.off());
    }

    Gateway(GatewaySettings settings, EventLoopGroup group, AccessLog log) throws IOException {
        this(settings, group, log, null);
    }

    /// One that speaks TLS with pods by `originator`.
    Gateway(GatewaySettings settings, AccessLog log, TlsOriginator originator) throws IOException {
        this(settings, new EpollEventLoopGroup(2), log, originator);
    }

    private Gateway(
            GatewaySettings settings,
            EventLoopGroup group,
            AccessLog log,
            @Nullable TlsOriginator originator)
            throws IOException {
        this.group = group;
        StatsRegistry stats = new StatsRegistry(loops(group));
        Observation observation = new Observation(stats, log, List.of());
        plane = new GatewayPlane(settings, group, stats, observation, new PodTls(originator));
        plane.start();
    }

    /// With other limits, and with what the process has left as the test says.
    Gateway(OverloadSettings overload, Resources resources) throws IOException {
        this.group = new EpollEventLoopGroup(2);
        GatewaySettings settings = new SettingsDraft().with(overload).build();
        StatsRegistry stats = new StatsRegistry(loops(group));
        Observation observation = new Observation(stats, AccessLog.off(), List.of());
        plane = new GatewayPlane(settings, group, stats, observation, new PodTls(null), resources);
        plane.start();
    }

    private static int loops(EventLoopGroup group) {
        int loops = 0;
        for (Object _ : group) {
            loops++;
        }
        return loops;
    }

    static Gateway nio(GatewaySettings settings) throws IOException {
        return new Gateway(settings, new NioEventLoopGroup(2));
    }

    static GatewaySettings settings() {
        return new SettingsDraft().build();
    }

    static GatewaySettings listening(int http, int https) {
        return new SettingsDraft().ports(http, https).build();
    }

    static GatewaySettings settings(ClientSettings clients) {
        return new SettingsDraft().with(clients).build();
    }

    /// How many exceptions were thrown that no network and no other side can cause.
    long bugs() {
        return plane.bugs().count();
    }

    private record PodTls(@Nullable TlsOriginator originator) implements TlsHandlers {
        @Override
        public ChannelHandler newHandler(ByteBufAllocator allocator, Predicate<String> taker) {
            throw new IllegalStateException("no TLS in this test");
        }

        @Override
        public boolean isCertified(String serverName, String host) {
            return true;
        }

        @Override
        public ClientIdentity identity(Channel channel, SSLSession session) {
            return ClientIdentity.UNASKED;
        }

        @Override
        public void apply(TlsTable table) {}

        @Override
        public ChannelHandler newHandler(BackendTls tls, HttpVersion version, Endpoint endpoint) {
            return Objects.requireNonNull(originator, "no TLS in this test")
                    .newHandler(tls, version, endpoint);
        }

        @Override
        public void retain(Set<BackendTls> towardsPods) {
            if (originator != null) {
                originator.retain(towardsPods);
            }
        }
    }

    /// Serves everything under `shop.test` from these pods.
    Gateway serving(Origin... pods) {
        return serving(ForwardPolicy.DEFAULT, endpoints(pods));
    }

    static List<Endpoint> endpoints(Origin... pods) {
        return Arrays.stream(pods).map(Origin::endpoint).sorted().toList();
    }

    Gateway serving(ForwardPolicy policy, List<Endpoint> endpoints) {
        return serving(List.of(), new RouteAction.Forward(SHOP, policy), endpoints);
    }

    /// Serves everything under `shop.test` from pods that are spoken to like this.
    Gateway speaking(BackendProtocol protocol, ForwardPolicy policy, Endpoint... pods) {
        BackendId backend = SHOP.speaking(protocol);
        List<Endpoint> endpoints = Arrays.stream(pods).sorted().toList();
        RouteAction action = new RouteAction.Forward(backend, policy);
        plane.apply(snapshot(++generation, List.of(), action, new Backend(backend, endpoints)));
        return this;
    }

    Gateway serving(List<Filter> filters, RouteAction action, List<Endpoint> endpoints) {
        BackendId id = action instanceof RouteAction.Forward forward ? forward.backend() : SHOP;
        plane.apply(snapshot(++generation, filters, action, new Backend(id, endpoints)));
        return this;
    }

    /// The same from pods that speak HTTP/2.
    Gateway servingHttp2(ForwardPolicy policy, Http2Pod... pods) {
        return servingHttp2(policy, Arrays.stream(pods).map(Http2Pod::endpoint).toList());
    }

    Gateway servingHttp2(ForwardPolicy policy, List<Endpoint> endpoints) {
        return speaking(BackendProtocol.H2C, policy, endpoints.toArray(Endpoint[]::new));
    }

    Gateway servingHttp2(Http2Pod... pods) {
        return servingHttp2(ForwardPolicy.DEFAULT, pods);
    }

    /// The first snapshot, which serves `shop.test` from one pod.
    static Snapshot snapshot(Origin pod) {
        RouteAction forward = new RouteAction.Forward(SHOP, ForwardPolicy.DEFAULT);
        return snapshot(1, List.of(), forward, new Backend(SHOP, endpoints(pod)));
    }

    private static Snapshot snapshot(
            long generation, List<Filter> filters, RouteAction action, Backend backend) {
        Route route =
                new Route(
                        new PathMatch.Prefix("/"),
                        new RouteOrigin("shop", "web", "web", "80", "/"),
                        filters,
                        action);
        VirtualHost host = new VirtualHost(new HostPattern.Exact("shop.test"), List.of(route));
        TreeMap<BackendId, Backend> backends = new TreeMap<>();
        backends.put(backend.id(), backend);
        return new Snapshot(generation, List.of(host), backends, TlsTable.EMPTY, Publication.NONE);
    }

    GatewayPlane plane() {
        return plane;
    }

    int port() {
        return plane.boundPorts().http();
    }

    Client connect() throws IOException {
        return new Client(port());
    }

    @Override
    public void close() {
        plane.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        assertThat(bugs()).as("bugs of the gateway, see the log").isZero();
    }
}
