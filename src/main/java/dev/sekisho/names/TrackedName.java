package dev.sekisho.names;

import io.netty.util.concurrent.Future;
import org.jspecify.annotations.Nullable;

/// One name in demand. Touched on the event loop only.
final class TrackedName {

    private final String name;
    private @Nullable Future<?> timer;
    private int failures;
    private long lastGoodNanos;
    private boolean hasGood;
    private boolean forgotten;

    TrackedName(String name) {
        this.name = name;
    }

    String name() {
        return name;
    }

    void next(Future<?> scheduled) {
        timer = scheduled;
    }

    void succeeded(long nowNanos) {
        failures = 0;
        hasGood = true;
        lastGoodNanos = nowNanos;
    }

    /// Returns how many failures there were in a row.
    int failed() {
        failures++;
        return failures;
    }

    void denied() {
        hasGood = false;
    }

    /// True while the last good answer may stand in for one that cannot be had.
    boolean mayServeStale(long nowNanos, long longestNanos) {
        return hasGood && nowNanos - lastGoodNanos <= longestNanos;
    }

    void forget() {
        forgotten = true;
        if (timer != null) {
            timer.cancel(false);
        }
    }

    boolean isForgotten() {
        return forgotten;
    }
}
