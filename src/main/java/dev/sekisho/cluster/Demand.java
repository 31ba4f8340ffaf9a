package dev.sekisho.cluster;

import dev.sekisho.model.ObjectRef;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What the accepted objects refer to and a source or resolver has to look up one by one.
public record Demand(SortedSet<ObjectRef> secrets, SortedSet<String> externalNames) {

    public static final Demand NONE =
            new Demand(Collections.emptySortedSet(), Collections.emptySortedSet());

    public Demand {
        secrets = Collections.unmodifiableSortedSet(new TreeSet<>(secrets));
        externalNames = Collections.unmodifiableSortedSet(new TreeSet<>(externalNames));
    }
}
