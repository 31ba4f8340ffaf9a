package dev.sekisho.nft;

import java.util.Collections;
import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// The content of a table, or a part of it. Chains and sets by name.
public record Ruleset(
        SortedMap<String, NamedSet> sets, SortedMap<String, Chain> chains, Set<Element> elements) {

    public static final Ruleset EMPTY =
            new Ruleset(Collections.emptySortedMap(), Collections.emptySortedMap(), Set.of());

    public Ruleset {
        sets = Collections.unmodifiableSortedMap(new TreeMap<>(sets));
        chains = Collections.unmodifiableSortedMap(new TreeMap<>(chains));
        elements = Collections.unmodifiableSet(new HashSet<>(elements));
    }
}
