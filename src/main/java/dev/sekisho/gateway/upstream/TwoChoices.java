package dev.sekisho.gateway.upstream;

import java.util.random.RandomGenerator;
import org.jspecify.annotations.Nullable;

/// Of two endpoints at random, the cheaper one: nearly as good as the cheapest of all, and without
/// everybody rushing there.
final class TwoChoices {

    /// What is compared.
    enum Cost {
        /// Requests that have no answer yet.
        IN_FLIGHT,
        /// How long an answer may be expected to take.
        LATENCY
    }

    private TwoChoices() {}

    /// Null if there is none but those that were tried or are ejected.
    static @Nullable BackendEndpoint pick(
            BackendEndpoint[] endpoints, Attempts attempts, Cost cost, UpstreamPools pools) {
        int first = draw(endpoints, attempts, -1, pools);
        if (first < 0) {
            return null;
        }
        int second = draw(endpoints, attempts, first, pools);
        return second >= 0 && isCheaper(endpoints[second], endpoints[first], cost, pools)
                ? endpoints[second]
                : endpoints[first];
    }

    private static boolean isCheaper(
            BackendEndpoint one, BackendEndpoint other, Cost cost, UpstreamPools pools) {
        return switch (cost) {
            case IN_FLIGHT -> one.inFlight() < other.inFlight();
            case LATENCY -> {
                long now = pools.now();
                yield one.cost(now) < other.cost(now);
            }
        };
    }

    /// The index of a usable endpoint but the `other`; one that is to be spared only if need be.
    private static int draw(
            BackendEndpoint[] endpoints, Attempts attempts, int other, UpstreamPools pools) {
        RandomGenerator random = pools.random();
        SlowStart slowStart = pools.slowStart();
        int size = endpoints.length;
        int at = size == 0 ? 0 : random.nextInt(size);
        int spared = -1;
        for (int i = 0; i < size; i++) {
            BackendEndpoint candidate = endpoints[at];
            if (at != other && candidate.health().isIn() && !attempts.contains(candidate)) {
                if (!slowStart.isOn() || !slowStart.spares(candidate.age(pools.now()))) {
                    return at;
                }
                spared = at;
            }
            at = at + 1 < size ? at + 1 : 0;
        }
        return other < 0 ? spared : -1;
    }
}
