package dev.sekisho.serviceproxy;

import java.util.concurrent.TimeUnit;

/// When memory that work left behind is given back: at once after work on the whole table; after
/// single changes only when none came for a while, and not again soon, because it stops the process
/// for longer than a change takes. Times are those of `System.nanoTime`.
final class Upkeep {

    private static final long QUIET = TimeUnit.SECONDS.toNanos(10);
    private static final long PERIOD = TimeUnit.SECONDS.toNanos(60);

    private boolean due;
    private boolean urgent;
    private long at;
    private long notBefore;

    Upkeep(long now) {
        notBefore = now;
    }

    void largeWork(long now) {
        due = true;
        urgent = true;
        at = now;
    }

    void change(long now) {
        if (!urgent) {
            due = true;
            at = now + Math.max(QUIET, notBefore - now);
        }
    }

    /// Nanoseconds from `now`, at most so many, until `take` is to be asked.
    long pause(long now, long most) {
        return due ? Math.min(most, at - now) : most;
    }

    /// Whether it is to be done now; whoever asks does it.
    boolean take(long now) {
        if (!due || at - now > 0) {
            return false;
        }
        due = false;
        urgent = false;
        notBefore = now + PERIOD;
        return true;
    }
}
