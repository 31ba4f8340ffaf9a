package dev.sekisho.model;

import java.util.Comparator;

/// Which host names a virtual host or a certificate is for. Names are lower-case ASCII.
///
/// Ordered from the most to the least specific: exact names, wildcards, any.
public sealed interface HostPattern extends Comparable<HostPattern> {

    Comparator<HostPattern> ORDER =
            Comparator.comparingInt(HostPattern::rank).thenComparing(HostPattern::text);

    /// Exactly this name.
    record Exact(String name) implements HostPattern {}

    /// One label, then `suffix`, which starts with a dot: `.example.com` for `*.example.com`.
    record Wildcard(String suffix) implements HostPattern {}

    /// Every name, and requests that reach us by address.
    record Any() implements HostPattern {}

    /// The pattern as an Ingress spells it; empty for any.
    default String text() {
        return switch (this) {
            case Exact(var name) -> name;
            case Wildcard(var suffix) -> "*" + suffix;
            case Any() -> "";
        };
    }

    private int rank() {
        return switch (this) {
            case Exact _ -> 0;
            case Wildcard _ -> 1;
            case Any _ -> 2;
        };
    }

    @Override
    default int compareTo(HostPattern other) {
        return ORDER.compare(this, other);
    }
}
