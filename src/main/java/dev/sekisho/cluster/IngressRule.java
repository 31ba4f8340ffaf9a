package dev.sekisho.cluster;

import java.util.List;

/// One rule of an Ingress; an empty `host` means every host.
public record IngressRule(String host, List<IngressPath> paths) {

    public IngressRule {
        paths = List.copyOf(paths);
    }
}
