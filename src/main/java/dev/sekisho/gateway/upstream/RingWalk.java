package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.route.HashRing;
import org.jspecify.annotations.Nullable;

/// Follows a hash ring from a key to the first endpoint that can take one more request.
///
/// An endpoint may have a quarter more in flight on this loop than the average. Below a few it may
/// have as many as come, so that keys stay where they belong while there is little to do.
final class RingWalk {

    private static final int ALWAYS_IN_FLIGHT = 8;

    private RingWalk() {}

    /// Null if there is none but those that were tried or are ejected.
    static @Nullable BackendEndpoint pick(
            HashRing ring, long key, BackendEndpoint[] endpoints, Attempts attempts) {
        int size = ring.size();
        int point = size == 0 ? 0 : ring.first(key);
        int capacity = 0;
        for (int i = 0; i < size; i++) {
            BackendEndpoint candidate = endpoints[ring.endpoint(point)];
            int load = candidate.inFlight();
            if (load >= ALWAYS_IN_FLIGHT && capacity == 0) {
                capacity = capacity(endpoints);
            }
            boolean hasRoom = load < ALWAYS_IN_FLIGHT || load < capacity;
            if (hasRoom && !attempts.contains(candidate) && candidate.health().admits()) {
                return candidate;
            }
            point = point + 1 < size ? point + 1 : 0;
        }
        return null;
    }

    private static int capacity(BackendEndpoint[] endpoints) {
        long inFlight = 1;
        for (BackendEndpoint endpoint : endpoints) {
            inFlight += endpoint.inFlight();
        }
        int shares = 4 * endpoints.length;
        return (int) ((inFlight * 5 + shares - 1) / shares);
    }
}
