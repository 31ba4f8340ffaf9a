package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.gateway.route.BackendSlot;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.BackendTls;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import java.util.Arrays;
import java.util.HashMap;
import java.util.Iterator;
import java.util.Map;
import java.util.Optional;
import java.util.SplittableRandom;
import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// All upstream connections and turns of one event loop. Used by that loop alone.
@SuppressWarnings("FutureReturnValueIgnored") // The connection listens to the one that matters.
public final class UpstreamPools {

    private final EventLoop loop;
    private final TimerWheel wheel;
    private final UpstreamSettings settings;
    private final ChannelFactory<? extends Channel> channels;
    private final Map<ChannelOption<?>, Object> options;
    private final PodEncryption encryption;
    private final Ejections ejections;
    private final RandomGenerator random = new SplittableRandom();
    private final SlowStart slowStart;
    private final RetryCounts retryCounts = new RetryCounts();
    private final long idleTicks;
    private final Map<PodAddress, EndpointPool> endpoints = new HashMap<>();
    private final Map<BackendId, BackendPool> backends = new HashMap<>();
    private @Nullable BackendPool[] bySlot = new @Nullable BackendPool[16];
    private volatile int idleSeen;
    private volatile int endpointsSeen;

    public UpstreamPools(
            EventLoop loop,
            TimerWheel wheel,
            UpstreamSettings settings,
            ChannelFactory<? extends Channel> channels,
            Map<ChannelOption<?>, Object> options,
            PodEncryption encryption,
            Ejections ejections) {
        this.loop = loop;
        this.encryption = encryption;
        this.ejections = ejections;
        this.slowStart = new SlowStart(settings.slowStart(), random);
        this.wheel = wheel;
        this.settings = settings;
        this.channels = channels;
        this.options = Map.copyOf(options);
        this.idleTicks = TimerWheel.ticks(settings.idle());
    }

    /// The pool of a backend with the endpoints that the slot has now.
    public BackendPool backend(BackendSlot slot) {
        int index = slot.index();
        BackendPool pool = index < bySlot.length ? bySlot[index] : null;
        return pool != null && pool.slot() == slot ? pool : lookUp(slot);
    }

    private BackendPool lookUp(BackendSlot slot) {
        BackendPool pool = backends.get(slot.id());
        if (pool == null) {
            pool = new BackendPool(slot, this);
            backends.put(slot.id(), pool);
        } else if (pool.slot() != slot) {
            pool.refresh(slot);
        }
        if (slot.index() >= bySlot.length) {
            bySlot = Arrays.copyOf(bySlot, Math.max(bySlot.length * 2, slot.index() + 1));
        }
        bySlot[slot.index()] = pool;
        return pool;
    }

    /// Drops what is not in `current` any more: idle connections to such endpoints are closed.
    public void adopt(Map<BackendId, BackendSlot> current) {
        Iterator<BackendPool> all = backends.values().iterator();
        while (all.hasNext()) {
            BackendPool pool = all.next();
            BackendSlot slot = current.get(pool.slot().id());
            if (slot == null) {
                pool.retire();
                all.remove();
            } else if (slot != pool.slot()) {
                pool.refresh(slot);
            }
        }
        Arrays.fill(bySlot, null);
        measure();
    }

    /// Closes what is idle.
    public void closeIdle() {
        endpoints.values().forEach(EndpointPool::closeIdle);
    }

    /// Closes up to so many that are idle, of each endpoint those that have waited longest; says
    /// how many.
    public int closeIdle(int most) {
        int closed = 0;
        for (EndpointPool pool : endpoints.values()) {
            closed += pool.closeIdle(Math.min(most - closed, (pool.idleCount() + 1) / 2));
        }
        measure();
        return closed;
    }

    /// Makes the sizes visible to other threads.
    public void measure() {
        int idle = 0;
        for (EndpointPool pool : endpoints.values()) {
            idle += pool.idleCount();
        }
        idleSeen = idle;
        endpointsSeen = endpoints.size();
    }

    /// How many connections were idle when last measured.
    public int idleConnections() {
        return idleSeen;
    }

    /// How many endpoints had a pool when last measured.
    public int endpoints() {
        return endpointsSeen;
    }

    TimerWheel wheel() {
        return wheel;
    }

    UpstreamSettings settings() {
        return settings;
    }

    long idleTicks() {
        return idleTicks;
    }

    Ejections ejections() {
        return ejections;
    }

    SlowStart slowStart() {
        return slowStart;
    }

    RandomGenerator random() {
        return random;
    }

    /// How often requests were sent to another endpoint.
    public RetryCounts retryCounts() {
        return retryCounts;
    }

    /// The time of the ejections' clock.
    long now() {
        return ejections.now();
    }

    /// The loop's time in seconds.
    long seconds() {
        return wheel.now() * TimerWheel.TICK_MILLIS / 1000;
    }

    EndpointPool endpoint(PodAddress address) {
        EndpointPool pool = endpoints.get(address);
        if (pool == null) {
            pool = new EndpointPool(this, address);
            endpoints.put(address, pool);
        }
        return pool;
    }

    void forget(EndpointPool pool) {
        endpoints.remove(pool.podAddress(), pool);
    }

    /// The attempt starts as a task of its own, so that the user hears of no result before this
    /// returns.
    UpstreamConnection connect(EndpointPool pool, UpstreamUser user, long timeoutTicks) {
        Channel channel = channels.newChannel();
        encrypt(channel, pool.podAddress());
        return connect(channel, new UpstreamConnection(pool, channel, user), timeoutTicks);
    }

    /// The same for bytes that are not ours to encrypt.
    UpstreamConnection connectBare(EndpointPool pool, UpstreamUser user, long timeoutTicks) {
        Channel channel = channels.newChannel();
        return connect(channel, new UpstreamConnection(pool, channel, user), timeoutTicks);
    }

    private UpstreamConnection connect(
            Channel channel, UpstreamConnection connection, long timeoutTicks) {
        channel.config().setOptions(options);
        channel.pipeline().addLast(connection);
        connection.connecting(timeoutTicks);
        loop.execute(() -> connection.open(loop));
        return connection;
    }

    /// The same for a connection of HTTP/2, which many users share.
    StreamConnection connect(StreamPool pool, long timeoutTicks) {
        Channel channel = channels.newChannel();
        StreamConnection connection = new StreamConnection(pool, channel);
        channel.config().setOptions(options);
        encrypt(channel, pool.endpoint().podAddress());
        channel.pipeline().addLast(connection);
        connection.connecting(timeoutTicks);
        loop.execute(() -> connection.open(loop));
        return connection;
    }

    private void encrypt(Channel channel, PodAddress address) {
        Optional<BackendTls> tls = address.protocol().tls();
        if (tls.isPresent()) {
            channel.pipeline()
                    .addLast(
                            encryption.newHandler(
                                    tls.get(), address.protocol().version(), address.endpoint()));
        }
    }
}
