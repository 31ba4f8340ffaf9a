package dev.sekisho.mapping;

import dev.sekisho.cluster.Node;
import io.fabric8.kubernetes.api.model.NodeAddress;
import java.util.List;
import java.util.Objects;
import java.util.function.Consumer;
import java.util.stream.Stream;

/// Maps Nodes (v1): only their addresses matter, what kubelets report every minute does not.
public final class NodeMapper {

    private NodeMapper() {}

    public static Node map(io.fabric8.kubernetes.api.model.Node object) {
        return map(object, ClusterObjectMapper.TRUSTED);
    }

    static Node map(io.fabric8.kubernetes.api.model.Node object, Consumer<String> problems) {
        return new Node(
                MetaMapper.clusterScoped(object, problems),
                addresses(object, "ExternalIP"),
                addresses(object, "InternalIP"));
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
