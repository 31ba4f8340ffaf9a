package dev.sekisho.model.service;

import dev.sekisho.model.FrozenMap;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/// All that one node serves for Services.
///
/// `nodePortAddresses` are the addresses and blocks of the node on which node ports answer.
/// `healthChecks` are sorted by port and have each port once. `nodeLeaves` means that load
/// balancers should send nothing new here.
public record ServiceTable(
        SortedMap<ServicePortId, ServicePort> ports,
        List<String> nodePortAddresses,
        List<HealthCheck> healthChecks,
        boolean nodeLeaves) {

    public static final ServiceTable EMPTY =
            new ServiceTable(Collections.emptySortedMap(), List.of(), List.of(), false);

    public ServiceTable {
        ports = FrozenMap.copyOf(ports);
        nodePortAddresses = List.copyOf(nodePortAddresses);
        healthChecks = List.copyOf(healthChecks);
    }
}
