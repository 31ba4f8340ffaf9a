package dev.sekisho.cluster;

/// Hears that the state of a store changed. Called by the thread that changed it; must not block.
@FunctionalInterface
public interface ChangeListener {

    void changed(Change change);
}
