package dev.sekisho.admin;

/// Whether a load balancer should send us traffic.
public sealed interface Readiness {

    /// Not yet; `reason` says what is awaited.
    record Starting(String reason) implements Readiness {}

    /// The snapshot of this generation, or a later one, is served.
    record Ready(long generation) implements Readiness {}

    /// Not any more: the process is about to end.
    record Draining() implements Readiness {}
}
