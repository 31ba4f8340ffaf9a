package dev.sekisho.gateway.clock;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;

/// Lets something happen once in a while, such as a line of log for what a stranger can cause. Any
/// thread.
public final class Seldom {

    private final long silenceNanos;
    private final AtomicLong last;

    public Seldom(int silenceSeconds) {
        silenceNanos = TimeUnit.SECONDS.toNanos(silenceSeconds);
        last = new AtomicLong(System.nanoTime() - silenceNanos);
    }

    /// Whether it is time; if so, the silence begins anew.
    public boolean isDue() {
        long before = last.get();
        long now = System.nanoTime();
        return now - before >= silenceNanos && last.compareAndSet(before, now);
    }
}
