package dev.sekisho.gateway.upstream;

import java.util.Arrays;

/// How many requests to a backend may be sent again: a share of those of the last ten seconds, and
/// a few a second in any case. Belongs to one event loop, which sees its own share of the traffic.
final class RetryBudget {

    static final int SECONDS = 10;
    static final int ALWAYS_PER_SECOND = 3;

    private final int percent;
    private final int[] requests = new int[SECONDS];
    private final int[] retries = new int[SECONDS];
    private long second;

    RetryBudget(int percent) {
        this.percent = percent;
    }

    /// Counts a request.
    void request(long now) {
        moveTo(now);
        requests[(int) (now % SECONDS)]++;
    }

    /// Whether one may be sent again; it counts as sent then.
    boolean spend(long now) {
        moveTo(now);
        if (percent == 0 || sum(retries) >= allowed()) {
            return false;
        }
        retries[(int) (now % SECONDS)]++;
        return true;
    }

    private long allowed() {
        return Math.max(ALWAYS_PER_SECOND * SECONDS, sum(requests) * percent / 100);
    }

    private void moveTo(long now) {
        if (now == second) {
            return;
        }
        if (now - second >= SECONDS) {
            Arrays.fill(requests, 0);
            Arrays.fill(retries, 0);
        } else {
            for (long passed = second + 1; passed <= now; passed++) {
                requests[(int) (passed % SECONDS)] = 0;
                retries[(int) (passed % SECONDS)] = 0;
            }
        }
        second = now;
    }

    private static long sum(int[] counts) {
        long sum = 0;
        for (int count : counts) {
            sum += count;
        }
        return sum;
    }
}
