package dev.sekisho.model;

import java.util.Comparator;

/// One port of one Service, the unit of load balancing.
///
/// `port` is the Service port's number, so that a name and a number in two Ingresses share a
/// backend.
public record BackendId(String namespace, String service, int port)
        implements Comparable<BackendId> {

    private static final Comparator<BackendId> ORDER =
            Comparator.comparing(BackendId::namespace)
                    .thenComparing(BackendId::service)
                    .thenComparingInt(BackendId::port);

    @Override
    public int compareTo(BackendId other) {
        return ORDER.compare(this, other);
    }

    /// `namespace/service:port`.
    @Override
    public String toString() {
        return namespace + "/" + service + ":" + port;
    }
}
