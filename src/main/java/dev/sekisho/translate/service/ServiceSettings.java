package dev.sekisho.translate.service;

import java.util.List;

/// What the operator of a node agent decided, once, at start.
///
/// `nodePortAddresses` are addresses and blocks; without any, node ports answer on the first
/// address that the Node has in each family.
public record ServiceSettings(
        String nodeName,
        Reach reach,
        List<String> nodePortAddresses,
        ExternalIps externalIps,
        Balancers balancers) {

    /// The class of load balancers that are ours.
    public static final String LOAD_BALANCER_CLASS = "sekisho.dev/lb";

    /// Which Services are served, and where.
    public enum Reach {
        /// Everything: nothing else serves Services on the node.
        ALL,
        /// Node ports, and the load balancer addresses of our class; something else does the rest.
        EXPOSED
    }

    /// What `spec.externalIPs` is worth: anybody who may write a Service can take any address with
    /// it.
    public enum ExternalIps {
        IGNORED,
        SERVED
    }

    public ServiceSettings(
            String nodeName, Reach reach, List<String> nodePortAddresses, ExternalIps externalIps) {
        this(nodeName, reach, nodePortAddresses, externalIps, Balancers.CLASSED);
    }

    public ServiceSettings {
        nodePortAddresses = List.copyOf(nodePortAddresses);
    }
}
