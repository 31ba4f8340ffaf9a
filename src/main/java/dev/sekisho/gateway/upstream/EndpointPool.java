package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.model.Endpoint;
import io.netty.util.NetUtil;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.UnknownHostException;
import java.util.Arrays;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One event loop's connections to one endpoint by one protocol. The one that was used last is used
/// next.
final class EndpointPool {

    private static final int MOST_WAITING = 64;

    private final UpstreamPools pools;
    private final PodAddress podAddress;
    private final @Nullable StreamPool streams;
    private final InetSocketAddress address;
    private final String text;
    private @Nullable UpstreamConnection[] idle = new @Nullable UpstreamConnection[4];
    private int idleCount;
    private int references;
    private int inFlight;
    private int waiting;
    private boolean sendsUnasked;

    EndpointPool(UpstreamPools pools, PodAddress podAddress) {
        this.pools = pools;
        this.podAddress = podAddress;
        this.address = socketAddress(podAddress.endpoint());
        this.text = podAddress.endpoint().toString();
        this.streams =
                switch (podAddress.protocol().version()) {
                    case HTTP_1_1 -> null;
                    case HTTP_2 -> new StreamPool(pools, this);
                };
    }

    private static InetSocketAddress socketAddress(Endpoint endpoint) {
        byte[] bytes = NetUtil.createByteArrayFromIpAddressString(endpoint.address());
        if (bytes == null) {
            throw new IllegalArgumentException(
                    "endpoint address '" + endpoint.address() + "' (expected: an IP address)");
        }
        try {
            return new InetSocketAddress(InetAddress.getByAddress(bytes), endpoint.port());
        } catch (UnknownHostException impossible) {
            throw new IllegalStateException(impossible);
        }
    }

    Endpoint endpoint() {
        return podAddress.endpoint();
    }

    PodAddress podAddress() {
        return podAddress;
    }

    TimerWheel wheel() {
        return pools.wheel();
    }

    InetSocketAddress address() {
        return address;
    }

    int idleCount() {
        return streams == null ? idleCount : streams.idleCount();
    }

    /// Whether some backend has the endpoint.
    boolean isWanted() {
        return references > 0;
    }

    /// How many users its connections have.
    int inFlight() {
        return inFlight;
    }

    void userCame() {
        inFlight++;
    }

    void userLeft() {
        inFlight--;
    }

    /// Whether another connection may wait a moment before it is given back.
    boolean mayWait() {
        return waiting < MOST_WAITING;
    }

    void waits(int change) {
        waiting += change;
    }

    /// Whether the endpoint has sent a body where there is none.
    boolean sendsUnasked() {
        return sendsUnasked;
    }

    void sentUnasked() {
        sendsUnasked = true;
    }

    /// An idle connection for `user` that has waited no longer than so many ticks, or null if there
    /// is none. The one that was used last comes first. On a connection of HTTP/2 it is a stream.
    @Nullable UpstreamLink take(UpstreamUser user, long mostIdleTicks) {
        if (streams != null) {
            return streams.take(user);
        }
        while (idleCount > 0) {
            UpstreamConnection connection = Objects.requireNonNull(idle[idleCount - 1]);
            if (connection.idleTicks() > mostIdleTicks) {
                return null;
            }
            idle[--idleCount] = null;
            if (connection.isUsable()) {
                connection.use(user);
                return connection;
            }
            connection.close();
        }
        return null;
    }

    /// Starts a new connection; `user` hears when it is there, never before this returns.
    UpstreamLink connect(UpstreamUser user, long timeoutTicks) {
        return streams == null
                ? pools.connect(this, user, timeoutTicks)
                : streams.connect(user, timeoutTicks);
    }

    UpstreamConnection connectBare(UpstreamUser user, long timeoutTicks) {
        return pools.connectBare(this, user, timeoutTicks);
    }

    void retain() {
        references++;
    }

    /// Without a backend that has the endpoint, nothing idle is kept.
    void release() {
        references--;
        if (references == 0) {
            pools.forget(this);
            closeIdle();
        }
    }

    void closeIdle() {
        if (streams != null) {
            streams.closeIdle(Integer.MAX_VALUE);
        }
        while (idleCount > 0) {
            UpstreamConnection connection = Objects.requireNonNull(idle[--idleCount]);
            idle[idleCount] = null;
            connection.close();
        }
    }

    /// Closes about so many, those that have waited longest first.
    int closeIdle(int most) {
        if (streams != null) {
            return streams.closeIdle(most);
        }
        int closing = Math.min(most, idleCount);
        for (int i = 0; i < closing; i++) {
            UpstreamConnection connection = Objects.requireNonNull(idle[0]);
            remove(connection);
            connection.close();
        }
        return closing;
    }

    void offer(UpstreamConnection connection) {
        UpstreamSettings settings = pools.settings();
        boolean wanted = references > 0 && connection.requests() < settings.requests();
        if (!wanted || idleCount >= settings.idlePerEndpoint()) {
            connection.close();
            return;
        }
        if (idleCount == idle.length) {
            idle = Arrays.copyOf(idle, idleCount * 2);
        }
        idle[idleCount++] = connection;
        connection.idle(pools.idleTicks());
    }

    void remove(UpstreamConnection connection) {
        for (int i = 0; i < idleCount; i++) {
            if (idle[i] == connection) {
                System.arraycopy(idle, i + 1, idle, i, idleCount - i - 1);
                idle[--idleCount] = null;
                return;
            }
        }
    }

    /// `address:port`.
    @Override
    public String toString() {
        return text;
    }
}
