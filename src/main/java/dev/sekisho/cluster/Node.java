package dev.sekisho.cluster;

import java.util.List;

/// A Node and its addresses, in the order in which the cluster lists them.
///
/// `zone` may be empty. `leaves` holds when the node is being taken away.
public record Node(
        ObjectMeta meta,
        List<String> externalIps,
        List<String> internalIps,
        String zone,
        boolean leaves)
        implements ClusterObject {

    public Node(ObjectMeta meta, List<String> externalIps, List<String> internalIps) {
        this(meta, externalIps, internalIps, "", false);
    }

    public Node {
        externalIps = List.copyOf(externalIps);
        internalIps = List.copyOf(internalIps);
    }
}
