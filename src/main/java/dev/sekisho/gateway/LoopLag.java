package dev.sekisho.gateway;

import dev.sekisho.model.metrics.MetricVisitor.Bucket;
import dev.sekisho.model.metrics.MetricVisitor.Histogram;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.Executor;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.AtomicLongArray;

/// How long an event loop lets a task wait, tried out from another thread.
///
/// A task that still waits is seen, too: a loop that hangs does not look idle.
final class LoopLag implements Runnable {

    private static final long[] BOUNDS_MICROS = {
        50, 100, 250, 500, 1000, 2500, 5000, 10_000, 25_000, 50_000, 100_000, 250_000, 1_000_000
    };
    private static final double NANOS = TimeUnit.SECONDS.toNanos(1);

    private final Executor loop;
    private final AtomicLongArray counts = new AtomicLongArray(BOUNDS_MICROS.length + 1);
    private final AtomicLong sumNanos = new AtomicLong();
    private final AtomicLong longestNanos = new AtomicLong();
    private volatile boolean waiting;
    private volatile long since;

    LoopLag(Executor loop) {
        this.loop = loop;
    }

    /// Sends a task, unless the last one still waits.
    void probe() {
        if (waiting) {
            return;
        }
        since = System.nanoTime();
        waiting = true;
        loop.execute(this);
    }

    @Override
    public void run() {
        record(System.nanoTime() - since);
        waiting = false;
    }

    void record(long nanos) {
        int bucket = 0;
        long micros = (nanos + 999) / 1000;
        while (bucket < BOUNDS_MICROS.length && micros > BOUNDS_MICROS[bucket]) {
            bucket++;
        }
        counts.incrementAndGet(bucket);
        sumNanos.addAndGet(nanos);
        longestNanos.accumulateAndGet(nanos, Math::max);
    }

    Histogram histogram() {
        List<Bucket> buckets = new ArrayList<>();
        for (int i = 0; i < BOUNDS_MICROS.length; i++) {
            buckets.add(new Bucket(BOUNDS_MICROS[i] / 1e6, counts.get(i)));
        }
        buckets.add(new Bucket(Double.POSITIVE_INFINITY, counts.get(BOUNDS_MICROS.length)));
        return new Histogram(buckets, sumNanos.get() / NANOS);
    }

    /// The longest wait since this was last asked.
    double takeLongestSeconds() {
        long pending = waiting ? System.nanoTime() - since : 0;
        return Math.max(pending, longestNanos.getAndSet(0)) / NANOS;
    }
}
