package dev.sekisho.status;

import java.time.Duration;
import java.time.Instant;

/// So many at once, and one more after each interval.
final class Allowance {

    private final int most;
    private final Duration interval;
    private Instant refilled;
    private int left;

    Allowance(int most, Duration interval, Instant now) {
        this.most = most;
        this.interval = interval;
        this.refilled = now;
        this.left = most;
    }

    boolean isLeft(Instant now) {
        var earned = Duration.between(refilled, now).dividedBy(interval);
        if (left + earned >= most) {
            left = most;
            refilled = now;
        } else if (earned > 0) {
            left += (int) earned;
            refilled = refilled.plus(interval.multipliedBy(earned));
        }
        return left > 0;
    }

    void take() {
        left--;
    }
}
