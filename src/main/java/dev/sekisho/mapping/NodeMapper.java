package dev.sekisho.mapping;

import dev.sekisho.cluster.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import java.util.List;
import java.util.Objects;
import java.util.SortedMap;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Maps Nodes (v1): addresses, zone and farewell matter, what kubelets report every minute does
/// not.
public final class NodeMapper {

    private static final String ZONE = "topology.kubernetes.io/zone";

    /// The taint by which the autoscaler says that it is about to remove a node.
    private static final String CONDEMNED = "ToBeDeletedByClusterAutoscaler";

    private NodeMapper() {}

    public static Node map(io.fabric8.kubernetes.api.model.Node object) {
        return map(object, ClusterObjectMapper.TRUSTED);
    }

    static Node map(io.fabric8.kubernetes.api.model.Node object, Consumer<String> problems) {
        return new Node(
                MetaMapper.clusterScoped(object, problems),
                addresses(object, "ExternalIP"),
                addresses(object, "InternalIP"),
                zone(object),
                leaves(object),
                labels(object));
    }

    private static SortedMap<String, String> labels(io.fabric8.kubernetes.api.model.Node object) {
        var meta = object.getMetadata();
        return MetaMapper.labels(meta == null ? null : meta.getLabels());
    }

    private static String zone(io.fabric8.kubernetes.api.model.Node object) {
        var meta = object.getMetadata();
        var labels = meta == null ? null : meta.getLabels();
        return labels == null ? "" : Canonical.text(labels.get(ZONE));
    }

    private static boolean leaves(io.fabric8.kubernetes.api.model.Node object) {
        var meta = object.getMetadata();
        if (meta != null && meta.getDeletionTimestamp() != null) {
            return true;
        }
        var spec = object.getSpec();
        var taints = spec == null ? null : spec.getTaints();
        return taints != null
                && taints.stream().anyMatch(it -> it != null && CONDEMNED.equals(it.getKey()));
    }

    private static List<String> addresses(
            io.fabric8.kubernetes.api.model.Node object, String type) {
        var status = object.getStatus();
        if (status == null || status.getAddresses() == null) {
            return List.of();
        }
        Stream<NodeAddress> present = status.getAddresses().stream().filter(Objects::nonNull);
        return present.filter(address -> type.equals(address.getType()))
                .map(address -> Text.orEmpty(address.getAddress()))
                .filter(address -> !address.isEmpty())
                .toList();
    }
}
