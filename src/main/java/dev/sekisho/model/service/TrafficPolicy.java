package dev.sekisho.model.service;

/// Which endpoints traffic may go to.
public enum TrafficPolicy {
    /// Those of the whole cluster.
    CLUSTER,
    /// Those of the node that the traffic is on.
    LOCAL
}
