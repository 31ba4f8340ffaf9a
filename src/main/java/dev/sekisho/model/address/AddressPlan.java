package dev.sekisho.model.address;

import java.util.List;

/// Which Service has which addresses of our pools; both lists are sorted by object.
public record AddressPlan(List<AssignedAddresses> services, List<PoolStatus> pools) {

    public static final AddressPlan NONE = new AddressPlan(List.of(), List.of());

    public AddressPlan {
        services = List.copyOf(services);
        pools = List.copyOf(pools);
    }
}
