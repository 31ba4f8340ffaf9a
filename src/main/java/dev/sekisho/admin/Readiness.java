package dev.sekisho.admin;

import java.time.Instant;

/// Whether a load balancer should send us traffic.
public sealed interface Readiness {

    /// Not yet; `reason` says what is awaited.
    record Starting(String reason) implements Readiness {}

    /// The snapshot of this generation, or a later one, is served.
    record Ready(long generation) implements Readiness {}

    /// Yes, but with a configuration that was saved at that time, because the API server does not
    /// answer; `waiting` says what for, and may be empty.
    record Stale(long generation, Instant saved, String waiting) implements Readiness {}

    /// Not any more: the process is about to end.
    record Draining() implements Readiness {}
}
