package dev.sekisho.cluster;

/// Looks up what translation asks for. Called by the reconciler's thread; must not block it.
@FunctionalInterface
public interface DemandListener {

    /// The whole demand at present; what it no longer names may be forgotten.
    void demanded(Demand demand);
}
