package dev.sekisho.gateway.upstream;

import dev.sekisho.model.Endpoint;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicLong;

/// Whether one endpoint of one backend gets requests. Shared by all event loops, without locks.
///
/// After too many refused connects in a row it is out, and after one that nobody answered: each of
/// those would cost a request as long as a connect may take. Once its time is over a single request
/// is the probe: it brings the endpoint back, or puts it out for twice as long.
final class EndpointHealth {

    private static final long FIRST_SECONDS = 5;
    private static final int MOST_DOUBLINGS = 4;
    private static final long PROBE_NANOS = TimeUnit.SECONDS.toNanos(5);
    private static final long IN = 0;

    private final BackendHealth backend;
    private final Endpoint endpoint;
    private final Ejections all;
    private final AtomicInteger failures = new AtomicInteger();
    private final AtomicInteger rounds = new AtomicInteger();
    private final AtomicLong outUntil = new AtomicLong(IN);
    private final AtomicBoolean probed = new AtomicBoolean();
    private volatile long returnedAt;
    private volatile boolean forgotten;

    EndpointHealth(BackendHealth backend, Endpoint endpoint, Ejections all) {
        this.backend = backend;
        this.endpoint = endpoint;
        this.all = all;
    }

    Endpoint endpoint() {
        return endpoint;
    }

    boolean isIn() {
        return outUntil.get() == IN;
    }

    /// Whether a request may go there now: always while it is in, once when its time out is over.
    boolean admits() {
        return isIn() || claimsProbe();
    }

    /// Whether the caller is the one whose request shows if the endpoint is back.
    boolean claimsProbe() {
        long until = outUntil.get();
        if (until == IN) {
            return false;
        }
        long now = all.now();
        if (until - now > 0 || !outUntil.compareAndSet(until, some(now + PROBE_NANOS))) {
            return false;
        }
        probed.set(true);
        return true;
    }

    /// Whether it is out, and a request is on its way that shows if it is back.
    boolean isBeingProbed() {
        return !isIn() && probed.get();
    }

    /// From now on nobody will choose it: what is heard of it later does not count.
    void forget() {
        forgotten = true;
        unclaim();
    }

    /// Gives the place among those left out back, once.
    private void unclaim() {
        if (outUntil.getAndSet(IN) != IN) {
            backend.unclaim();
        }
    }

    /// A connection was made.
    void connected() {
        if (failures.get() != 0) {
            failures.set(0);
        }
        if (!isIn() && !forgotten && outUntil.getAndSet(IN) != IN) {
            probed.set(false);
            rounds.set(0);
            returnedAt = some(all.now());
            backend.returned(endpoint);
        }
    }

    /// A connection was refused; the backend has so many endpoints.
    void refused(int size) {
        failed(failures.incrementAndGet(), size);
    }

    /// Its host does not answer, as far as one connection tells; the backend has so many endpoints.
    void unanswered(int size) {
        failed(failures.addAndGet(all.failures()), size);
    }

    private void failed(int inRow, int size) {
        if (all.failures() == 0 || forgotten) {
            return;
        }
        if (!isIn()) {
            probeFailed();
        } else if (inRow >= all.failures() && backend.claim(size)) {
            eject();
        }
    }

    /// Connects that began before the ejection say nothing new.
    private void probeFailed() {
        long until = outUntil.get();
        if (until != IN && probed.compareAndSet(true, false)) {
            rounds.incrementAndGet();
            outUntil.compareAndSet(until, end());
        }
    }

    private void eject() {
        if (outUntil.compareAndSet(IN, end())) {
            backend.ejected(endpoint, seconds());
            if (forgotten) {
                unclaim();
            }
        } else {
            backend.unclaim();
        }
    }

    private long end() {
        return some(all.now() + TimeUnit.SECONDS.toNanos(seconds()));
    }

    private long seconds() {
        return FIRST_SECONDS << Math.min(rounds.get(), MOST_DOUBLINGS);
    }

    private static long some(long nanos) {
        return nanos == IN ? 1 : nanos;
    }

    /// When it last came back, 0 if it never was out.
    long returnedAt() {
        return returnedAt;
    }
}
