package dev.sekisho.model.http;

import java.util.Collection;
import java.util.List;

/// Which unusual paths a host serves; without a word about it, none.
public record PathPolicy(List<PathOddity> allowed) {

    public static final PathPolicy STRICT = new PathPolicy(List.of());

    public PathPolicy {
        allowed = List.copyOf(allowed);
    }

    /// The policy that allows these, whatever their order.
    public static PathPolicy allowing(Collection<PathOddity> oddities) {
        return oddities.isEmpty()
                ? STRICT
                : new PathPolicy(oddities.stream().sorted().distinct().toList());
    }

    /// The allowed ones as bits.
    public int mask() {
        int mask = 0;
        for (PathOddity oddity : allowed) {
            mask |= oddity.mask();
        }
        return mask;
    }
}
