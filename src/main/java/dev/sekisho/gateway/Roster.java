package dev.sekisho.gateway;

import dev.sekisho.gateway.Peer.Scheme;
import dev.sekisho.gateway.clock.TimerWheel;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jspecify.annotations.Nullable;

/// The open client connections of one event loop, and how many of them wait for a request.
///
/// Used by the loop alone, but for the numbers. A connection notes when it began to rest and is not
/// moved: order is made only when some must go.
final class Roster {

    static final long NOT_RESTING = -1;

    /// Whether a connection may go whose client was let in or answered just now.
    enum Mercy {
        NONE,
        A_TICK
    }

    /// Older than this is oldest: more than a quarter of an hour.
    private static final int AGES = 4096;

    private final TimerWheel wheel;
    private final AtomicInteger restingHttp = new AtomicInteger();
    private final AtomicInteger restingHttps = new AtomicInteger();
    private @Nullable DownstreamConnection first;
    private @Nullable DownstreamConnection last;
    private final LongAdder shed = new LongAdder();

    Roster(TimerWheel wheel) {
        this.wheel = wheel;
    }

    void add(DownstreamConnection connection) {
        connection.previous = last;
        if (last == null) {
            first = connection;
        } else {
            last.next = connection;
        }
        last = connection;
        rests(connection);
    }

    void remove(DownstreamConnection connection) {
        wakes(connection);
        if (connection.previous == null) {
            first = connection.next;
        } else {
            connection.previous.next = connection.next;
        }
        if (connection.next == null) {
            last = connection.previous;
        } else {
            connection.next.previous = connection.previous;
        }
        connection.next = null;
        connection.previous = null;
    }

    /// From now on it waits for a request, or for the rest of its head.
    void rests(DownstreamConnection connection) {
        if (connection.restingSince == NOT_RESTING) {
            count(connection.scheme(), 1);
        }
        connection.restingSince = wheel.now();
    }

    /// It waits no longer, for whatever reason.
    void wakes(DownstreamConnection connection) {
        if (connection.restingSince != NOT_RESTING) {
            connection.restingSince = NOT_RESTING;
            count(connection.scheme(), -1);
        }
    }

    /// Only the loop writes: no atomic step is needed.
    private void count(Scheme scheme, int change) {
        AtomicInteger number = number(scheme);
        number.setRelease(number.getPlain() + change);
    }

    private AtomicInteger number(Scheme scheme) {
        return switch (scheme) {
            case HTTP -> restingHttp;
            case HTTPS -> restingHttps;
        };
    }

    /// How many wait for a request; of one listener if that is given. For any thread.
    int resting(@Nullable Scheme scheme) {
        return scheme == null
                ? restingHttp.getAcquire() + restingHttps.getAcquire()
                : number(scheme).getAcquire();
    }

    /// How many were closed to make room. For any thread.
    long shed() {
        return shed.sum();
    }

    /// Closes up to `most` that wait for a request, those that have waited longest first; of one
    /// listener if that is given. Two passes over all connections, so ask for many at once.
    int shed(int most, @Nullable Scheme scheme, Mercy mercy) {
        if (most <= 0 || resting(scheme) == 0) {
            return 0;
        }
        int least = Math.max(leastAge(most, scheme), mercy == Mercy.A_TICK ? 1 : 0);
        int closed = 0;
        DownstreamConnection connection = first;
        while (connection != null && closed < most) {
            DownstreamConnection following = connection.next;
            if (age(connection, scheme) >= least && connection.closeIfWaiting()) {
                closed++;
            }
            connection = following;
        }
        shed.add(closed);
        return closed;
    }

    /// How old those are of which the `most` oldest are the oldest part.
    private int leastAge(int most, @Nullable Scheme scheme) {
        int[] ages = new int[AGES];
        for (DownstreamConnection each = first; each != null; each = each.next) {
            int age = age(each, scheme);
            if (age >= 0) {
                ages[age]++;
            }
        }
        int age = AGES - 1;
        int older = ages[age];
        while (age > 0 && older < most) {
            age--;
            older += ages[age];
        }
        return age;
    }

    /// In ticks; below 0 if it does not rest or is another listener's.
    private int age(DownstreamConnection connection, @Nullable Scheme scheme) {
        boolean meant = scheme == null || connection.scheme() == scheme;
        if (!meant || connection.restingSince == NOT_RESTING) {
            return -1;
        }
        return (int) Math.min(wheel.now() - connection.restingSince, AGES - 1);
    }

    /// Closes connections that serve no request.
    void closeIdle() {
        DownstreamConnection connection = first;
        while (connection != null) {
            DownstreamConnection following = connection.next;
            connection.closeIfIdle();
            connection = following;
        }
    }

    /// Closes all connections, whatever they do.
    void closeAll() {
        DownstreamConnection connection = first;
        while (connection != null) {
            DownstreamConnection following = connection.next;
            connection.closeNow();
            connection = following;
        }
    }
}
