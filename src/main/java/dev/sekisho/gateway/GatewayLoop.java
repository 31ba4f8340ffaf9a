package dev.sekisho.gateway;

import dev.sekisho.gateway.body.BodySpool;
import dev.sekisho.gateway.clock.DateField;
import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.gateway.http1.HeadWriter;
import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.http1.ResponseRule;
import dev.sekisho.gateway.observe.LoopObserver;
import dev.sekisho.gateway.upstream.UpstreamPools;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.SingleThreadEventLoop;
import io.netty.util.concurrent.ScheduledFuture;
import java.util.ArrayDeque;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// Everything that belongs to one event loop: its connections, pools, clock and scratch memory.
///
/// All methods run on the loop, but for those that read measurements.
final class GatewayLoop {

    private static final int KEPT_EXCHANGES = 256;

    private final int index;
    private final EventLoop eventLoop;
    private final GatewayPlane plane;
    private final GatewaySettings settings;
    private final LoopObserver observer;
    private final UpstreamPools pools;
    private final TimerWheel wheel;
    private final DateField date = new DateField();
    private final HeadWriter writer = new HeadWriter();
    private final RequestIds requestIds = new RequestIds();
    private final UpstreamHead upstreamHead = new UpstreamHead(this);
    private final DownstreamHead downstreamHead = new DownstreamHead(this);
    private final ArrayDeque<Exchange> spare = new ArrayDeque<>();
    private final Map<RequestRule, LongAdder> refused = new EnumMap<>(RequestRule.class);
    private final Roster roster;
    private final LoopLag lag;
    private final UpstreamChannels channels;
    private final Map<ResponseRule, LongAdder> responses = new EnumMap<>(ResponseRule.class);
    private final AtomicInteger connections = new AtomicInteger();
    private final Http2Counts http2Counts = new Http2Counts();
    private final TunnelCounts tunnels = new TunnelCounts();
    private final PassedCounts passed = new PassedCounts();
    private final LongAdder shedUpstream = new LongAdder();
    private long wallOffsetNanos;
    private @Nullable ScheduledFuture<?> ticker;

    GatewayLoop(int index, EventLoop eventLoop, GatewayPlane plane, LoopObserver observer) {
        this.index = index;
        this.eventLoop = eventLoop;
        this.plane = plane;
        this.settings = plane.settings();
        this.observer = observer;
        for (RequestRule rule : RequestRule.values()) {
            refused.put(rule, new LongAdder());
        }
        this.wheel = new TimerWheel(plane.bugs()::add);
        this.roster = new Roster(wheel);
        this.lag = new LoopLag(eventLoop);
        this.channels = new UpstreamChannels(this, plane.transport().clients());
        for (ResponseRule rule : ResponseRule.values()) {
            responses.put(rule, new LongAdder());
        }
        this.pools =
                new UpstreamPools(
                        eventLoop,
                        wheel,
                        settings.upstream(),
                        channels,
                        plane.channelOptions(),
                        plane.tls(),
                        plane.ejections());
    }

    /// Starts the loop's clock.
    void start() {
        readClock();
        long tick = TimeUnit.MILLISECONDS.toNanos(TimerWheel.TICK_MILLIS);
        ticker = eventLoop.scheduleAtFixedRate(this::tick, tick, tick, TimeUnit.NANOSECONDS);
    }

    void stop() {
        if (ticker != null) {
            ticker.cancel(false);
        }
        pools.closeIdle();
    }

    private void tick() {
        readClock();
        wheel.tick();
        pools.measure();
    }

    /// Ends a client's connection for what was thrown while it was served.
    @SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to be done if a close fails.
    void failed(Channel client, Throwable thrown) {
        plane.bugs().add(thrown);
        client.close();
    }

    private void readClock() {
        long millis = System.currentTimeMillis();
        wallOffsetNanos = TimeUnit.MILLISECONDS.toNanos(millis) - System.nanoTime();
        date.update(millis);
    }

    /// The wall-clock time that belongs to a reading of `System.nanoTime`.
    long epochMillis(long nanoTime) {
        return TimeUnit.NANOSECONDS.toMillis(nanoTime + wallOffsetNanos);
    }

    /// A connection was given to this loop. Called where it was accepted, so that the next one of a
    /// burst sees it.
    void assigned() {
        connections.incrementAndGet();
    }

    /// A connection that was given to this loop is gone.
    void released() {
        connections.decrementAndGet();
    }

    /// Closes connections that serve no request.
    void closeIdle() {
        roster.closeIdle();
    }

    /// Closes all connections, whatever they do.
    void closeAll() {
        roster.closeAll();
    }

    /// Closes about so many idle connections, to pods first: those can be made again.
    int makeRoom(int descriptors, Roster.Mercy mercy) {
        int upstream = pools.closeIdle((descriptors + 1) / 2);
        shedUpstream.add(upstream);
        return upstream + roster.shed(descriptors - upstream, null, mercy);
    }

    /// How many connections could be closed to make room. For any thread.
    int idleDescriptors() {
        return roster.resting(null) + pools.idleConnections();
    }

    /// How many idle connections to pods were closed to make room. For any thread.
    long shedUpstream() {
        return shedUpstream.sum();
    }

    /// What was seen of HTTP/2.
    Http2Counts http2Counts() {
        return http2Counts;
    }

    /// What was seen of tunnels.
    TunnelCounts tunnels() {
        return tunnels;
    }

    /// What was seen of TLS connections that are passed through.
    PassedCounts passed() {
        return passed;
    }

    /// An exchange for a client of which the first bytes of a request came.
    Exchange acquire(ClientSide client) {
        Exchange exchange = spare.pollLast();
        if (exchange == null) {
            exchange = new Exchange(this);
        }
        exchange.open(client);
        return exchange;
    }

    void recycle(Exchange exchange) {
        if (spare.size() < KEPT_EXCHANGES) {
            spare.addLast(exchange);
        }
    }

    void refused(RequestRule rule) {
        counter(rule).increment();
    }

    long refusals(RequestRule rule) {
        return counter(rule).sum();
    }

    void refused(ResponseRule rule) {
        Objects.requireNonNull(responses.get(rule)).increment();
    }

    long refusals(ResponseRule rule) {
        return Objects.requireNonNull(responses.get(rule)).sum();
    }

    private LongAdder counter(RequestRule rule) {
        return Objects.requireNonNull(refused.get(rule));
    }

    /// Which unusual paths a host serves, as bits of `PathOddity`.
    int allowedInPaths(byte[] bytes, int hostStart, int hostEnd) {
        return plane.published().table().allowedInPaths(bytes, hostStart, hostEnd);
    }

    void adopt(Published published) {
        pools.adopt(published.backends());
    }

    int index() {
        return index;
    }

    /// Runs a task when all that is ready in this round of the loop and the next was served.
    void nextTurn(Runnable task) {
        ((SingleThreadEventLoop) eventLoop)
                .executeAfterEventLoopIteration(() -> eventLoop.execute(task));
    }

    EventLoop eventLoop() {
        return eventLoop;
    }

    GatewayPlane plane() {
        return plane;
    }

    GatewaySettings settings() {
        return settings;
    }

    LoopObserver observer() {
        return observer;
    }

    UpstreamPools pools() {
        return pools;
    }

    BodySpool spool() {
        return plane.spool();
    }

    TimerWheel wheel() {
        return wheel;
    }

    byte[] date() {
        return date.line();
    }

    HeadWriter writer() {
        return writer;
    }

    RequestIds requestIds() {
        return requestIds;
    }

    UpstreamHead upstreamHead() {
        return upstreamHead;
    }

    DownstreamHead downstreamHead() {
        return downstreamHead;
    }

    /// How many clients are connected.
    int connections() {
        return connections.get();
    }

    /// Its open client connections.
    Roster roster() {
        return roster;
    }

    /// How long it lets a task wait.
    LoopLag lag() {
        return lag;
    }

    /// Makes its upstream sockets.
    UpstreamChannels channels() {
        return channels;
    }
}
