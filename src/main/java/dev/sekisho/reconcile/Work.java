package dev.sekisho.reconcile;

import dev.sekisho.model.ObjectRef;
import java.util.Collections;
import java.util.SortedSet;
import java.util.TreeSet;

/// What a batch of changes asks for.
sealed interface Work {

    /// Translate everything.
    record Everything() implements Work {}

    /// Swap the endpoints of these Services; no route is concerned.
    record Endpoints(SortedSet<ObjectRef> services) implements Work {

        public Endpoints {
            services = Collections.unmodifiableSortedSet(new TreeSet<>(services));
        }
    }
}
