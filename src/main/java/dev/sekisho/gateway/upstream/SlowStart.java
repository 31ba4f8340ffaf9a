package dev.sekisho.gateway.upstream;

import java.time.Duration;
import java.util.random.RandomGenerator;

/// Spares endpoints that are new or have come back: their share grows with their age.
final class SlowStart {

    private static final double LEAST_SHARE = 0.1;

    private final long nanos;
    private final RandomGenerator random;

    SlowStart(Duration time, RandomGenerator random) {
        this.nanos = time.toNanos();
        this.random = random;
    }

    boolean isOn() {
        return nanos > 0;
    }

    /// Whether a request should rather go to another endpoint than to one of this age.
    boolean spares(long ageNanos) {
        return ageNanos < nanos
                && random.nextDouble() >= Math.max(LEAST_SHARE, (double) ageNanos / nanos);
    }
}
