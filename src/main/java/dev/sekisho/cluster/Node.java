package dev.sekisho.cluster;

import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A Node and its addresses, in the order in which the cluster lists them.
///
/// `zone` may be empty. `leaves` holds when the node is being taken away.
public record Node(
        ObjectMeta meta,
        List<String> externalIps,
        List<String> internalIps,
        String zone,
        boolean leaves,
        SortedMap<String, String> labels)
        implements ClusterObject {

    public Node(ObjectMeta meta, List<String> externalIps, List<String> internalIps) {
        this(meta, externalIps, internalIps, "", false);
    }

    public Node(
            ObjectMeta meta,
            List<String> externalIps,
            List<String> internalIps,
            String zone,
            boolean leaves) {
        this(meta, externalIps, internalIps, zone, leaves, Collections.emptySortedMap());
    }

    public Node {
        externalIps = List.copyOf(externalIps);
        internalIps = List.copyOf(internalIps);
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
    }
}
