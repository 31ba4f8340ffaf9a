package dev.sekisho.cluster;

import java.util.List;

/// A Node and its addresses, in the order in which the cluster lists them.
public record Node(ObjectMeta meta, List<String> externalIps, List<String> internalIps)
        implements ClusterObject {

    public Node {
        externalIps = List.copyOf(externalIps);
        internalIps = List.copyOf(internalIps);
    }
}
