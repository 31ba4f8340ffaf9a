package dev.sekisho.translate.service;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.Node;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.syntax.IpAddress;
import dev.sekisho.translate.syntax.IpAddress.Family;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// What serving depends on of the node that we are on. `addresses` has one for each family.
record NodeView(String name, String zone, List<String> addresses, boolean leaves) {

    static NodeView of(ClusterState state, String name, Diagnostics diagnostics) {
        var ref = new ObjectRef("Node", "", name);
        var node = state.nodes().get(ref);
        if (node == null) {
            diagnostics.warning(
                    ref,
                    Reason.NODE_NOT_FOUND,
                    "does not exist or may not be read, so its zone and addresses are unknown"
                            + " (expected: the node of this agent)");
            return new NodeView(name, "", List.of(), false);
        }
        return new NodeView(name, node.zone(), primary(node), node.leaves());
    }

    private static List<String> primary(Node node) {
        return Stream.of(Family.values())
                .map(family -> first(node, family))
                .flatMap(Optional::stream)
                .toList();
    }

    private static Optional<String> first(Node node, Family family) {
        return Stream.concat(node.internalIps().stream(), node.externalIps().stream())
                .map(IpAddress::parse)
                .flatMap(Optional::stream)
                .filter(address -> address.family() == family)
                .map(IpAddress::text)
                .findFirst();
    }
}
