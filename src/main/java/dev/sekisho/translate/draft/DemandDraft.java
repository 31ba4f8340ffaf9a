package dev.sekisho.translate.draft;

import dev.sekisho.cluster.Demand;
import dev.sekisho.model.ObjectRef;
import java.util.SortedSet;
import java.util.TreeSet;

/// Collects what has to be looked up, and whether all of it has been.
public final class DemandDraft {

    private final SortedSet<ObjectRef> secrets = new TreeSet<>();
    private final SortedSet<String> externalNames = new TreeSet<>();
    private boolean complete = true;

    public void secret(ObjectRef ref) {
        secrets.add(ref);
    }

    public void externalName(String name) {
        externalNames.add(name);
    }

    /// Something that is demanded has not been looked up yet.
    public void await() {
        complete = false;
    }

    /// Takes over what a part demanded; `isComplete` tells whether all of that was looked up.
    public void addAll(Demand part, boolean isComplete) {
        secrets.addAll(part.secrets());
        externalNames.addAll(part.externalNames());
        complete &= isComplete;
    }

    public boolean isComplete() {
        return complete;
    }

    public Demand build() {
        return secrets.isEmpty() && externalNames.isEmpty()
                ? Demand.NONE
                : new Demand(secrets, externalNames);
    }
}
