package dev.sekisho.gateway.upstream;

import java.util.concurrent.TimeUnit;

/// How soon an endpoint answers: a moving average that a slow answer lifts at once and that falls
/// with time.
final class Latency {

    private static final double DECAY_NANOS = TimeUnit.SECONDS.toNanos(10);

    /// The cost of an endpoint with requests in flight of which none has been answered yet.
    private static final double UNKNOWN = TimeUnit.SECONDS.toNanos(10);

    private double average;
    private long at;

    void observe(long nanos, long now) {
        if (nanos >= average) {
            average = nanos;
        } else {
            double weight = weight(now);
            average = average * weight + nanos * (1 - weight);
        }
        at = now;
    }

    /// What another request would wait for, by what is known.
    double cost(int inFlight, long now) {
        if (average == 0) {
            return inFlight == 0 ? 0 : UNKNOWN + inFlight;
        }
        return average * weight(now) * (inFlight + 1);
    }

    private double weight(long now) {
        return Math.exp(-Math.max(0, now - at) / DECAY_NANOS);
    }
}
