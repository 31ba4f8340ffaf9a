package dev.sekisho.cluster;

/// An IngressClass: whose controller serves it, and whether class-less Ingresses get it.
public record IngressClass(ObjectMeta meta, String controller, boolean isDefault)
        implements ClusterObject {}
