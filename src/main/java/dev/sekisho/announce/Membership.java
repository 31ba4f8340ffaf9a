package dev.sekisho.announce;

import java.util.SortedMap;
import java.util.SortedSet;

/// What agents know of each other.
public interface Membership {

    /// How soon others must notice that this node is gone.
    enum Pace {
        /// It answers for an address, or would be the next to do so.
        URGENT,
        CALM
    }

    /// The nodes that are alive and what each can answer for: names of pools, and single addresses.
    /// This node is among them only once the others could know of it.
    SortedMap<String, SortedSet<String>> live();

    /// Says what this node can answer for; must not block.
    void offer(SortedSet<String> offers, Pace pace);

    /// Whether the others have been told of `URGENT`. If this node went before that, they would
    /// wait for it as long as for one that is calm.
    boolean isMissedSoon();
}
