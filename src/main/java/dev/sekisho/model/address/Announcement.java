package dev.sekisho.model.address;

import java.util.Collections;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// An address of a pool that one node is to answer for on its network.
///
/// `interfaces` are names, perhaps with a `*` at the end; none means the interface in whose network
/// the address is. `mayHold` is whether this node is one that the pool allows.
public record Announcement(
        String address, String pool, List<String> interfaces, Holders holders, boolean mayHold) {

    /// Which nodes may answer, as far as traffic policies say.
    public sealed interface Holders {

        record Anybody() implements Holders {}

        /// Those with an endpoint.
        record Only(SortedSet<String> nodes) implements Holders {

            public Only {
                nodes = Collections.unmodifiableSortedSet(new TreeSet<>(nodes));
            }
        }

        default boolean include(String node) {
            return switch (this) {
                case Anybody() -> true;
                case Only(var nodes) -> nodes.contains(node);
            };
        }
    }

    public Announcement {
        interfaces = List.copyOf(interfaces);
    }
}
