package dev.sekisho.kube;

/// A collection of the API: `group` is empty for the core group.
record ResourceType(String group, String version, String plural) {

    static final ResourceType INGRESSES = new ResourceType("networking.k8s.io", "v1", "ingresses");
    static final ResourceType INGRESS_STATUS =
            new ResourceType("networking.k8s.io", "v1", "ingresses/status");
    static final ResourceType INGRESS_CLASSES =
            new ResourceType("networking.k8s.io", "v1", "ingressclasses");
    static final ResourceType SERVICES = new ResourceType("", "v1", "services");
    static final ResourceType SLICES = new ResourceType("discovery.k8s.io", "v1", "endpointslices");
    static final ResourceType NODES = new ResourceType("", "v1", "nodes");
    static final ResourceType SECRETS = new ResourceType("", "v1", "secrets");
    static final ResourceType LEASES = new ResourceType("coordination.k8s.io", "v1", "leases");
    static final ResourceType NAMESPACES = new ResourceType("", "v1", "namespaces");
    static final ResourceType ADDRESS_POOLS =
            new ResourceType("sekisho.dev", "v1alpha1", "addresspools");
    static final ResourceType EVENTS = new ResourceType("events.k8s.io", "v1", "events");

    /// The path of the collection; an empty namespace means all of them, or a cluster-scoped kind.
    String path(String namespace) {
        var root = group.isEmpty() ? "/api/" + version : "/apis/" + group + "/" + version;
        return namespace.isEmpty()
                ? root + "/" + plural
                : root + "/namespaces/" + namespace + "/" + plural;
    }

    /// The path of one object.
    String path(String namespace, String name) {
        return path(namespace) + "/" + name;
    }

    /// As RBAC messages of Kubernetes spell it: `ingresses.networking.k8s.io`.
    @Override
    public String toString() {
        return group.isEmpty() ? plural : plural + "." + group;
    }
}
