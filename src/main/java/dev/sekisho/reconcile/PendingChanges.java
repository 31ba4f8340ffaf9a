package dev.sekisho.reconcile;

import dev.sekisho.cluster.Change;
import dev.sekisho.model.ObjectRef;
import java.time.Duration;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;

/// Changes that wait to be worked on, merged. Bounded by the number of Services.
final class PendingChanges {

    private final Holdoff holdoff;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition arrived = lock.newCondition();
    private final SortedSet<ObjectRef> services = new TreeSet<>();
    private final Pace pace = new Pace();
    private boolean everything;
    private long lastArrival;

    PendingChanges(Holdoff holdoff) {
        this.holdoff = holdoff;
    }

    void add(Change change) {
        lock.lock();
        try {
            switch (change) {
                case Change.Anything() -> everything = true;
                case Change.EndpointsOf(var service) -> services.add(service);
            }
            lastArrival = System.nanoTime();
            arrived.signal();
        } finally {
            lock.unlock();
        }
    }

    /// Waits for changes to come and then to pause; without any for `patience`, asks for
    /// everything. Whoever asks again has done the work before.
    Work await(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            pace.ended(System.nanoTime());
            if (!awaitFirst(patience)) {
                return new Work.Everything();
            }
            awaitPause();
            return take();
        } finally {
            lock.unlock();
        }
    }

    /// The same without a rest: somebody waits for the work.
    Work awaitUnrested(Duration patience) throws InterruptedException {
        lock.lock();
        try {
            pace.skipRest();
            return await(patience);
        } finally {
            lock.unlock();
        }
    }

    private boolean awaitFirst(Duration patience) throws InterruptedException {
        var remaining = patience.toNanos();
        while (isEmpty() && remaining > 0) {
            remaining = arrived.awaitNanos(remaining);
        }
        return !isEmpty();
    }

    private void awaitPause() throws InterruptedException {
        var deadline = System.nanoTime() + holdoff.most().toNanos();
        var remaining = untilPause(deadline);
        while (remaining > 0) {
            // A signal means only that the pause starts anew.
            arrived.awaitNanos(remaining);
            remaining = untilPause(deadline);
        }
    }

    private long untilPause(long deadline) {
        var now = System.nanoTime();
        var quietAt = lastArrival + holdoff.quiet().toNanos();
        return Math.max(Math.min(quietAt - now, deadline - now), pace.rest(now));
    }

    private Work take() {
        var work = everything ? new Work.Everything() : new Work.Endpoints(services);
        everything = false;
        services.clear();
        pace.began(System.nanoTime());
        return work;
    }

    private boolean isEmpty() {
        return !everything && services.isEmpty();
    }
}
