package dev.sekisho.model.http;

/// The Ingress rule that a route came from: the labels of its metrics and log lines.
///
/// `service` and `port` are empty where the rule names no Service; `path` is as the user wrote it.
public record RouteOrigin(
        String namespace, String ingress, String service, String port, String path) {}
