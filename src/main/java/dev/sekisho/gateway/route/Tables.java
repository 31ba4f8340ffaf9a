package dev.sekisho.gateway.route;

/// Sizes of open-addressed hash tables.
final class Tables {

    private Tables() {}

    /// A power of two that leaves at least half of the table free, so that probing ends soon.
    static int size(int entries) {
        return Integer.highestOneBit(Math.max(1, entries)) * 4;
    }
}
