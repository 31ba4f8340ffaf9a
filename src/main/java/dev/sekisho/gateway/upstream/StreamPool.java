package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.clock.TimerWheel;
import io.netty.channel.ChannelException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event loop's connections of HTTP/2 to one endpoint: as few as the requests under way need.
///
/// The first that has less to do than is enough for one takes a request, so that the others come to
/// rest and close. Where all have enough to do one more is made, while the least busy goes on;
/// where none has room, requests wait for it.
final class StreamPool {

    /// Streams that are enough for one connection. The fewer share one, the more reads and writes a
    /// request costs; but pods may serve each with a thread of its own, and what is lost on the way
    /// delays all of one.
    private static final int ENOUGH = 128;

    /// Connections that are made before they have to be.
    private static final int MOST_AHEAD = 8;

    /// Requests that wait for one connection to be made.
    private static final int MOST_WAITING = 128;

    private static final long AHEAD_TICKS = TimerWheel.ticks(Duration.ofSeconds(5));

    private final UpstreamPools pools;
    private final EndpointPool endpoint;
    private final List<StreamConnection> connections = new ArrayList<>(2);

    StreamPool(UpstreamPools pools, EndpointPool endpoint) {
        this.pools = pools;
        this.endpoint = endpoint;
    }

    UpstreamPools pools() {
        return pools;
    }

    EndpointPool endpoint() {
        return endpoint;
    }

    /// A stream for `user` on a connection that has room; null if none has.
    @Nullable UpstreamStream take(UpstreamUser user) {
        StreamConnection best = null;
        for (int i = 0; i < connections.size(); i++) {
            StreamConnection candidate = connections.get(i);
            if (candidate.room() == 0) {
                continue;
            }
            if (candidate.busy() < enough(candidate)) {
                return candidate.stream(user);
            }
            best = best == null || candidate.busy() < best.busy() ? candidate : best;
        }
        if (best == null) {
            return null;
        }
        makeAhead();
        return best.stream(user);
    }

    /// Before a pod takes no more on it another is to be there.
    private static int enough(StreamConnection connection) {
        int most = connection.busy() + connection.room();
        return Math.min(ENOUGH, most - most / 4);
    }

    private void makeAhead() {
        if (connections.size() < MOST_AHEAD && connecting() == null) {
            try {
                connections.add(pools.connect(this, AHEAD_TICKS));
            } catch (ChannelException _) {
                // What is there has room.
            }
        }
    }

    private @Nullable StreamConnection connecting() {
        for (StreamConnection candidate : connections) {
            if (candidate.isConnecting() && candidate.waitingCount() < MOST_WAITING) {
                return candidate;
            }
        }
        return null;
    }

    /// A stream on a connection that is being made; `user` hears when it is.
    UpstreamStream connect(UpstreamUser user, long timeoutTicks) {
        UpstreamStream stream = new UpstreamStream(made(timeoutTicks), user, false);
        stream.await();
        return stream;
    }

    /// Has a stream wait for another connection, because its own has no room for it.
    void moveOn(UpstreamStream stream, long timeoutTicks) {
        StreamConnection other;
        try {
            other = made(timeoutTicks);
        } catch (ChannelException noSocket) {
            stream.refused();
            return;
        }
        stream.awaitOn(other);
    }

    private StreamConnection made(long timeoutTicks) {
        StreamConnection connecting = connecting();
        if (connecting == null) {
            connecting = pools.connect(this, timeoutTicks);
            connections.add(connecting);
        }
        return connecting;
    }

    void remove(StreamConnection connection) {
        connections.remove(connection);
    }

    int idleCount() {
        int idle = 0;
        for (StreamConnection connection : connections) {
            idle += connection.isIdle() ? 1 : 0;
        }
        return idle;
    }

    /// Closes so many that are idle; says how many.
    int closeIdle(int most) {
        int closed = 0;
        for (StreamConnection connection : List.copyOf(connections)) {
            if (closed < most && connection.isIdle()) {
                connection.leave();
                closed++;
            }
        }
        return closed;
    }
}
