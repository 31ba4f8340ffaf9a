package dev.sekisho.model;

import java.util.List;

/// An Ingress and the addresses that its status shows at present.
public record PublishedIngress(ObjectRef ref, List<PublishedAddress> current) {

    public PublishedIngress {
        current = List.copyOf(current);
    }
}
