package dev.sekisho.mapping;

import dev.sekisho.cluster.EndpointSlice;
import dev.sekisho.cluster.EndpointSlice.Placement;
import dev.sekisho.cluster.EndpointSlice.SliceEndpoint;
import dev.sekisho.cluster.EndpointSlice.SlicePort;
import io.fabric8.kubernetes.api.model.discovery.v1.Endpoint;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointConditions;
import io.fabric8.kubernetes.api.model.discovery.v1.EndpointPort;
import io.fabric8.kubernetes.api.model.discovery.v1.ForNode;
import io.fabric8.kubernetes.api.model.discovery.v1.ForZone;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Maps EndpointSlices (discovery.k8s.io/v1).
public final class EndpointSliceMapper {

    private static final String SERVICE_NAME = "kubernetes.io/service-name";
    private static final EndpointConditions UNSET = new EndpointConditions();

    private EndpointSliceMapper() {}

    public static EndpointSlice map(
            io.fabric8.kubernetes.api.model.discovery.v1.EndpointSlice object) {
        var meta = object.getMetadata();
        var labels = meta == null ? null : meta.getLabels();
        return new EndpointSlice(
                MetaMapper.nameOnly(object),
                service(labels),
                Canonical.text(object.getAddressType()),
                Canonical.list(Lists.map(object.getPorts(), EndpointSliceMapper::port)),
                Lists.map(object.getEndpoints(), EndpointSliceMapper::endpoint));
    }

    private static String service(@Nullable Map<String, String> labels) {
        return labels == null ? "" : Canonical.text(labels.get(SERVICE_NAME));
    }

    private static SlicePort port(@Nullable EndpointPort port) {
        if (port == null) {
            return new SlicePort("", 0, "TCP");
        }
        return new SlicePort(
                Canonical.text(port.getName()),
                Text.orZero(port.getPort()),
                Protocol.orTcp(port.getProtocol()));
    }

    private static SliceEndpoint endpoint(@Nullable Endpoint endpoint) {
        if (endpoint == null) {
            return new SliceEndpoint(List.of(), true, true, false);
        }
        var conditions = Objects.requireNonNullElse(endpoint.getConditions(), UNSET);
        return new SliceEndpoint(
                Lists.texts(endpoint.getAddresses()),
                !Boolean.FALSE.equals(conditions.getReady()),
                !Boolean.FALSE.equals(conditions.getServing()),
                Boolean.TRUE.equals(conditions.getTerminating()),
                placement(endpoint));
    }

    private static Placement placement(Endpoint endpoint) {
        var hints = endpoint.getHints();
        var node = Canonical.text(endpoint.getNodeName());
        if (hints == null) {
            return node.isEmpty() ? Placement.UNKNOWN : new Placement(node, List.of(), List.of());
        }
        return new Placement(
                node,
                Canonical.list(Lists.map(hints.getForZones(), EndpointSliceMapper::zone)),
                Canonical.list(Lists.map(hints.getForNodes(), EndpointSliceMapper::node)));
    }

    private static String zone(@Nullable ForZone hint) {
        return hint == null ? "" : Canonical.text(hint.getName());
    }

    private static String node(@Nullable ForNode hint) {
        return hint == null ? "" : Canonical.text(hint.getName());
    }
}
