package dev.sekisho.cluster;

/// Where an Ingress path leads, as written.
public sealed interface IngressBackend {

    /// A Service port by number; `port` is whatever the author wrote, in range or not.
    record ByNumber(String service, int port) implements IngressBackend {}

    /// A Service port by its name.
    record ByName(String service, String port) implements IngressBackend {}

    /// A `resource` reference to another kind.
    record Resource(String apiGroup, String kind, String name) implements IngressBackend {}

    /// Both, or half of one: nothing that the API server would have let through.
    record Malformed(String problem) implements IngressBackend {}

    /// Left out.
    record None() implements IngressBackend {}
}
