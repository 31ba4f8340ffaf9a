package dev.sekisho.reconcile;

import java.util.concurrent.TimeUnit;

/// When work may begin again: as long after the last as that took, so that changes without end take
/// half of a core. Times are those of `System.nanoTime`.
final class Pace {

    private static final long LONGEST_REST = TimeUnit.SECONDS.toNanos(1);

    private boolean working;
    private boolean resting;
    private long begun;
    private long notBefore;

    void began(long now) {
        working = true;
        begun = now;
    }

    void ended(long now) {
        if (working) {
            working = false;
            resting = true;
            notBefore = now + Math.min(now - begun, LONGEST_REST);
        }
    }

    /// There is no rest after the work that was done.
    void skipRest() {
        working = false;
        resting = false;
    }

    /// Nanoseconds from `now` until work may begin; 0 or less if it may.
    long rest(long now) {
        return resting ? notBefore - now : 0;
    }
}
