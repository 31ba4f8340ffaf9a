package dev.sekisho.model.service;

import java.util.Comparator;

/// One port of a Service in one family of addresses.
public record ServicePortId(
        String namespace, String service, IpFamily family, Transport transport, int port)
        implements Comparable<ServicePortId> {

    private static final Comparator<ServicePortId> ORDER =
            Comparator.comparing(ServicePortId::namespace)
                    .thenComparing(ServicePortId::service)
                    .thenComparing(ServicePortId::family)
                    .thenComparing(ServicePortId::transport)
                    .thenComparingInt(ServicePortId::port);

    @Override
    public int compareTo(ServicePortId other) {
        return ORDER.compare(this, other);
    }

    /// `namespace/service:port/TCP IPV4`.
    @Override
    public String toString() {
        return namespace + "/" + service + ":" + port + "/" + transport + " " + family;
    }
}
