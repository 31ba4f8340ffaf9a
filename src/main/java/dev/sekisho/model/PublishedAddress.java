package dev.sekisho.model;

/// One entry of an Ingress' `status.loadBalancer.ingress`: where clients reach the gateway.
public sealed interface PublishedAddress extends Comparable<PublishedAddress> {

    record Ip(String address) implements PublishedAddress {}

    record Hostname(String name) implements PublishedAddress {}

    /// The address or name as text.
    default String text() {
        return switch (this) {
            case Ip(var address) -> address;
            case Hostname(var name) -> name;
        };
    }

    @Override
    default int compareTo(PublishedAddress other) {
        return text().compareTo(other.text());
    }
}
