package dev.sekisho.cluster;

import dev.sekisho.model.ObjectRef;

/// A record of one Kubernetes object.
public sealed interface ClusterObject
        permits AddressPool,
                Ingress,
                IngressClass,
                Service,
                EndpointSlice,
                Secret,
                ConfigMap,
                Namespace,
                Node {

    ObjectMeta meta();

    /// The object's kind as Kubernetes spells it.
    default String kind() {
        return getClass().getSimpleName();
    }

    default ObjectRef ref() {
        return new ObjectRef(kind(), meta().namespace(), meta().name());
    }
}
