package dev.sekisho.translate.service;

import dev.sekisho.cluster.EndpointSlice.Placement;
import dev.sekisho.model.Endpoint;

/// An endpoint that may be chosen, and what speaks for it.
record Candidate(
        Endpoint endpoint,
        boolean ready,
        boolean serving,
        boolean terminating,
        Placement placement) {

    /// Two slices may name the same endpoint while it moves from one to the other.
    Candidate or(Candidate other) {
        return other.ready && !ready ? other : this;
    }

    /// Good enough while nothing better is there.
    boolean isLastResort() {
        return serving && terminating;
    }

    boolean isOn(String node) {
        return placement.node().equals(node);
    }

    boolean isOnNobodyKnowsWhere() {
        return placement.node().isEmpty();
    }
}
