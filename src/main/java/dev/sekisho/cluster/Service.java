package dev.sekisho.cluster;

import dev.sekisho.model.PublishedAddress;
import java.util.List;

/// A Service, as far as routing to it and publishing its address need.
///
/// `clusterIp` is `None` for a headless one. `addresses` are those of `status.loadBalancer`;
/// `externalIps` are `spec.externalIPs`.
public record Service(
        ObjectMeta meta,
        Type type,
        String clusterIp,
        String externalName,
        List<Port> ports,
        List<PublishedAddress> addresses,
        List<String> externalIps)
        implements ClusterObject {

    public enum Type {
        CLUSTER_IP,
        NODE_PORT,
        LOAD_BALANCER,
        EXTERNAL_NAME
    }

    /// One port; `name` may be empty, `target` is a number or the name of a container port.
    public record Port(String name, int port, String protocol, String target, String appProtocol) {}

    public Service {
        ports = List.copyOf(ports);
        addresses = List.copyOf(addresses);
        externalIps = List.copyOf(externalIps);
    }

    public boolean isHeadless() {
        return clusterIp.equals("None");
    }
}
