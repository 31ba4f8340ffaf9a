package dev.sekisho.model;

import java.util.Comparator;

/// One port of one Service and how its pods are spoken to: the unit of load balancing.
///
/// `port` is the Service port's number, so that a name and a number in two Ingresses share a
/// backend. Two ways of speaking to one port are two backends, because they share no connection.
public record BackendId(String namespace, String service, int port, BackendProtocol protocol)
        implements Comparable<BackendId> {

    private static final Comparator<BackendId> ORDER =
            Comparator.comparing(BackendId::namespace)
                    .thenComparing(BackendId::service)
                    .thenComparingInt(BackendId::port)
                    .thenComparing(BackendId::protocol);

    /// A port whose pods speak plain HTTP/1.1.
    public BackendId(String namespace, String service, int port) {
        this(namespace, service, port, BackendProtocol.HTTP);
    }

    public BackendId speaking(BackendProtocol other) {
        return new BackendId(namespace, service, port, other);
    }

    @Override
    public int compareTo(BackendId other) {
        return ORDER.compare(this, other);
    }

    /// `namespace/service:port`, and the protocol unless it is plain HTTP/1.1.
    @Override
    public String toString() {
        var place = namespace + "/" + service + ":" + port;
        return protocol.equals(BackendProtocol.HTTP) ? place : place + " " + protocol;
    }
}
