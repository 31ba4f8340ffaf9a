package dev.sekisho.model;

import java.util.List;

/// What the status of Ingress objects should say once the snapshot is programmed.
///
/// `addresses` is where the gateway is reached; `served` are the Ingresses of our class; `released`
/// are those that still show a status of ours though they are no longer of our class.
public record Publication(
        List<PublishedAddress> addresses,
        List<PublishedIngress> served,
        List<PublishedIngress> released) {

    public static final Publication NONE = new Publication(List.of(), List.of(), List.of());

    public Publication {
        addresses = List.copyOf(addresses);
        served = List.copyOf(served);
        released = List.copyOf(released);
    }
}
