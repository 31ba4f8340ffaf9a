package dev.sekisho.cluster;

import dev.sekisho.model.PublishedAddress;
import dev.sekisho.model.address.AddressCondition;
import dev.sekisho.model.service.TrafficPolicy;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// A Service, as far as routing to it and publishing its address need.
///
/// `clusterIp` is `None` for a headless one. `addresses` are those of `status.loadBalancer`;
/// `externalIps` are `spec.externalIPs`. `traffic` is what only a proxy of connections asks for,
/// `balancer` what only whoever gives addresses does.
public record Service(
        ObjectMeta meta,
        Type type,
        String clusterIp,
        String externalName,
        List<Port> ports,
        List<PublishedAddress> addresses,
        List<String> externalIps,
        Traffic traffic,
        Balancer balancer)
        implements ClusterObject {

    public enum Type {
        CLUSTER_IP,
        NODE_PORT,
        LOAD_BALANCER,
        EXTERNAL_NAME
    }

    /// One port; `name` may be empty, `target` is a number or the name of a container port,
    /// `nodePort` is 0 for none.
    public record Port(
            String name,
            int port,
            String protocol,
            String target,
            String appProtocol,
            int nodePort) {

        public Port(String name, int port, String protocol, String target, String appProtocol) {
            this(name, port, protocol, target, appProtocol, 0);
        }
    }

    /// How connections to the Service are treated.
    ///
    /// `affinitySeconds` 0 means that any endpoint will do. `virtualIps` are the load balancer's
    /// addresses that nodes may answer themselves. `sourceRanges` are as written. `isLeftToOthers`
    /// holds for a Service whose labels name another proxy, or none.
    public record Traffic(
            List<String> clusterIps,
            TrafficPolicy internalPolicy,
            TrafficPolicy externalPolicy,
            int healthCheckNodePort,
            int affinitySeconds,
            List<String> virtualIps,
            List<String> sourceRanges,
            String loadBalancerClass,
            boolean isLeftToOthers) {

        public static final Traffic USUAL =
                new Traffic(
                        List.of(),
                        TrafficPolicy.CLUSTER,
                        TrafficPolicy.CLUSTER,
                        0,
                        0,
                        List.of(),
                        List.of(),
                        "",
                        false);

        public Traffic {
            clusterIps = List.copyOf(clusterIps);
            virtualIps = List.copyOf(virtualIps);
            sourceRanges = List.copyOf(sourceRanges);
        }
    }

    /// What the load balancer is asked for, and what was said of that so far.
    ///
    /// `needsAllFamilies` holds where one family of addresses without the other is not enough.
    public record Balancer(
            SortedMap<String, String> labels,
            String requestedIp,
            boolean needsAllFamilies,
            AddressCondition said) {

        public static final Balancer NONE =
                new Balancer(Collections.emptySortedMap(), "", false, AddressCondition.NONE);

        public Balancer {
            labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        }
    }

    public Service(
            ObjectMeta meta,
            Type type,
            String clusterIp,
            String externalName,
            List<Port> ports,
            List<PublishedAddress> addresses,
            List<String> externalIps,
            Traffic traffic) {
        this(
                meta,
                type,
                clusterIp,
                externalName,
                ports,
                addresses,
                externalIps,
                traffic,
                Balancer.NONE);
    }

    public Service(
            ObjectMeta meta,
            Type type,
            String clusterIp,
            String externalName,
            List<Port> ports,
            List<PublishedAddress> addresses,
            List<String> externalIps) {
        this(meta, type, clusterIp, externalName, ports, addresses, externalIps, Traffic.USUAL);
    }

    public Service {
        ports = List.copyOf(ports);
        addresses = List.copyOf(addresses);
        externalIps = List.copyOf(externalIps);
    }

    public boolean isHeadless() {
        return clusterIp.equals("None");
    }
}
