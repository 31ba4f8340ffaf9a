package dev.sekisho.model.address;

import java.util.List;

/// How much of an AddressPool is in use. `total` stops at the greatest `long`; `conflicts` are
/// sentences about addresses that the pool names and cannot give.
public record PoolUsage(long total, long used, List<String> conflicts) {

    public static final PoolUsage NONE = new PoolUsage(0, 0, List.of());

    public PoolUsage {
        conflicts = List.copyOf(conflicts);
    }
}
