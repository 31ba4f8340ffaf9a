package dev.sekisho.cluster;

import dev.sekisho.model.ObjectRef;
import java.util.List;

/// An EndpointSlice; `service` is the label `kubernetes.io/service-name`, `addressType` is `IPv4`,
/// `IPv6` or `FQDN`.
public record EndpointSlice(
        ObjectMeta meta,
        String service,
        String addressType,
        List<SlicePort> ports,
        List<SliceEndpoint> endpoints)
        implements ClusterObject {

    /// `name` is that of the Service port; `port` 0 means that the slice does not say.
    public record SlicePort(String name, int port, String protocol) {}

    /// Conditions as Kubernetes reads them: unset `ready` and `serving` count as true.
    public record SliceEndpoint(
            List<String> addresses,
            boolean ready,
            boolean serving,
            boolean terminating,
            Placement placement) {

        public SliceEndpoint {
            addresses = List.copyOf(addresses);
        }

        public SliceEndpoint(
                List<String> addresses, boolean ready, boolean serving, boolean terminating) {
            this(addresses, ready, serving, terminating, Placement.UNKNOWN);
        }
    }

    /// Where an endpoint is, empty if nobody says, and which zones and nodes should use it.
    public record Placement(String node, List<String> forZones, List<String> forNodes) {

        public static final Placement UNKNOWN = new Placement("", List.of(), List.of());

        public Placement {
            forZones = List.copyOf(forZones);
            forNodes = List.copyOf(forNodes);
        }
    }

    public EndpointSlice {
        ports = List.copyOf(ports);
        endpoints = List.copyOf(endpoints);
    }

    /// The Service whose endpoints these are.
    public ObjectRef serviceRef() {
        return ObjectRef.service(meta.namespace(), service);
    }
}
