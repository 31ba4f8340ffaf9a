package dev.sekisho.model;

import java.util.Comparator;

/// Names one Kubernetes object; `namespace` is empty for cluster-scoped kinds.
///
/// Ordered by kind, namespace, name.
public record ObjectRef(String kind, String namespace, String name)
        implements Comparable<ObjectRef> {

    private static final Comparator<ObjectRef> ORDER =
            Comparator.comparing(ObjectRef::kind)
                    .thenComparing(ObjectRef::namespace)
                    .thenComparing(ObjectRef::name);

    public static ObjectRef ingress(String namespace, String name) {
        return new ObjectRef("Ingress", namespace, name);
    }

    public static ObjectRef ingressClass(String name) {
        return new ObjectRef("IngressClass", "", name);
    }

    public static ObjectRef service(String namespace, String name) {
        return new ObjectRef("Service", namespace, name);
    }

    public static ObjectRef secret(String namespace, String name) {
        return new ObjectRef("Secret", namespace, name);
    }

    /// `namespace/name`, or `name` alone for a cluster-scoped object.
    public String path() {
        return namespace.isEmpty() ? name : namespace + "/" + name;
    }

    @Override
    public int compareTo(ObjectRef other) {
        return ORDER.compare(this, other);
    }

    /// `Kind namespace/name`, the form users see in logs and messages.
    @Override
    public String toString() {
        return kind + " " + path();
    }
}
