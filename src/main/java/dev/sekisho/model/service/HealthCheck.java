package dev.sekisho.model.service;

/// The port at which load balancers ask whether this node has endpoints of a Service.
public record HealthCheck(String namespace, String service, int port, int localEndpoints) {}
