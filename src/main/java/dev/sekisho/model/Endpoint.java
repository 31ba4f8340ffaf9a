package dev.sekisho.model;

import java.util.Comparator;

/// Where one pod answers: a literal IPv4 or IPv6 address without brackets, and a port of 1 to
/// 65535.
public record Endpoint(String address, int port) implements Comparable<Endpoint> {

    private static final Comparator<Endpoint> ORDER =
            Comparator.comparing(Endpoint::address).thenComparingInt(Endpoint::port);

    @Override
    public int compareTo(Endpoint other) {
        return ORDER.compare(this, other);
    }

    /// `address:port`, with brackets around an IPv6 address.
    @Override
    public String toString() {
        return address.indexOf(':') < 0 ? address + ":" + port : "[" + address + "]:" + port;
    }
}
