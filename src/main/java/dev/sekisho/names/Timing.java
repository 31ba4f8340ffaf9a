package dev.sekisho.names;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// When names are asked for again.
record Timing(
        Duration leastTtl,
        Duration mostTtl,
        Duration firstRetry,
        Duration lastRetry,
        Duration stale,
        Duration queryTimeout) {

    static final Timing DEFAULT =
            new Timing(
                    Duration.ofSeconds(5),
                    Duration.ofMinutes(5),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(60),
                    Duration.ofMinutes(10),
                    Duration.ofSeconds(2));

    private static final int MOST_DOUBLINGS = 16;

    Duration afterAnswer(long ttlSeconds) {
        var ttl = Duration.ofSeconds(ttlSeconds);
        if (ttl.compareTo(leastTtl) < 0) {
            return leastTtl;
        }
        return ttl.compareTo(mostTtl) > 0 ? mostTtl : ttl;
    }

    /// Doubles with each failure in a row, and takes a random part of that so that many gateways do
    /// not ask in step.
    Duration afterFailure(int failures) {
        var full = firstRetry.multipliedBy(1L << Math.min(failures - 1, MOST_DOUBLINGS));
        var bounded = full.compareTo(lastRetry) > 0 ? lastRetry : full;
        var part = ThreadLocalRandom.current().nextDouble(0.5, 1.0);
        var jittered = Duration.ofNanos((long) (bounded.toNanos() * part));
        return jittered.compareTo(firstRetry) < 0 ? firstRetry : jittered;
    }
}
