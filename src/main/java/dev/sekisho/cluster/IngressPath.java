package dev.sekisho.cluster;

/// One path of a rule; `pathType` is the word as written.
public record IngressPath(String path, String pathType, IngressBackend backend) {}
