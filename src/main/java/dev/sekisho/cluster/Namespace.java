package dev.sekisho.cluster;

/// A Namespace.
public record Namespace(ObjectMeta meta) implements ClusterObject {}
