package dev.sekisho.gateway.route;

import dev.sekisho.model.Endpoint;
import java.util.Arrays;
import java.util.List;

/// Where the keys of a consistent hash belong: every endpoint has many points on a ring, and owns
/// the keys before them.
///
/// The same on every gateway that has the same endpoints. An endpoint that goes gives its keys to
/// the others and moves no other key. Immutable; made on the thread that publishes, not on a loop.
public final class HashRing {

    private static final int POINTS_EACH = 160;
    private static final int INDEX_BITS = 16;
    private static final int MOST = 1 << INDEX_BITS;
    private static final long INDEX_MASK = MOST - 1L;

    /// Sorted; a hash in the upper bits, the index of the endpoint in the lower.
    private final long[] points;

    private HashRing(long[] points) {
        this.points = points;
    }

    /// Endpoints beyond the 65536th own nothing.
    static HashRing of(List<Endpoint> endpoints) {
        int count = Math.min(endpoints.size(), MOST);
        long[] points = new long[count * POINTS_EACH];
        for (int i = 0; i < count; i++) {
            long seed = KeyHash.of(endpoints.get(i).toString());
            for (int j = 0; j < POINTS_EACH; j++) {
                points[i * POINTS_EACH + j] = (KeyHash.mixed(seed + j) & ~INDEX_MASK) | i;
            }
        }
        Arrays.sort(points);
        return new HashRing(points);
    }

    /// How many points there are.
    public int size() {
        return points.length;
    }

    /// The point that owns the key: `endpoint` of it is asked first, those of the points after it,
    /// modulo `size`, next.
    public int first(long key) {
        long hash = KeyHash.mixed(key) & ~INDEX_MASK;
        int found = Arrays.binarySearch(points, hash);
        int point = found < 0 ? -found - 1 : found;
        return point == points.length ? 0 : point;
    }

    /// The index of the endpoint that has this point.
    public int endpoint(int point) {
        return (int) (points[point] & INDEX_MASK);
    }
}
