package dev.sekisho.model.service;

import java.util.List;

/// Where a Service port is reached. What it does not have is empty, or 0.
///
/// No two ports share an address and number, or a node port. `externalPolicy` is about node port,
/// load balancer addresses and external addresses; `sources` about load balancer addresses alone.
/// `affinitySeconds` is how long a client stays with an endpoint.
public record Frontend(
        String clusterIp,
        int nodePort,
        List<String> loadBalancerIps,
        List<String> externalIps,
        TrafficPolicy externalPolicy,
        Sources sources,
        int affinitySeconds) {

    public Frontend {
        loadBalancerIps = List.copyOf(loadBalancerIps);
        externalIps = List.copyOf(externalIps);
    }

    /// Whether anything but the cluster IP leads here.
    public boolean isExternal() {
        return nodePort != 0 || !loadBalancerIps.isEmpty() || !externalIps.isEmpty();
    }
}
