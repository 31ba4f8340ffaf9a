package dev.sekisho.kube;

import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.cluster.EndpointSlice;
import dev.sekisho.model.ObjectRef;

/// Which objects of a kind one reflector reads.
sealed interface Scope {

    /// All of them, whatever their namespace.
    record Everywhere() implements Scope {}

    record InNamespace(String namespace) implements Scope {}

    /// The one object of this namespace (empty for a cluster-scoped kind) and name.
    record Named(String namespace, String name) implements Scope {}

    /// The EndpointSlices of one Service.
    record OfService(ObjectRef service) implements Scope {}

    default String namespace() {
        return switch (this) {
            case Everywhere() -> "";
            case InNamespace(var namespace) -> namespace;
            case Named(var namespace, _) -> namespace;
            case OfService(var service) -> service.namespace();
        };
    }

    /// The part of a query that selects them; empty, or with a trailing `&`.
    default String selector() {
        return switch (this) {
            case Everywhere(), InNamespace(_) -> "";
            case Named(_, var name) -> "fieldSelector=metadata.name%3D" + name + "&";
            case OfService(var service) ->
                    "labelSelector=kubernetes.io%2Fservice-name%3D" + service.name() + "&";
        };
    }

    default boolean covers(ClusterObject object) {
        return switch (this) {
            case Everywhere() -> true;
            case InNamespace(var namespace) -> object.meta().namespace().equals(namespace);
            case Named(var namespace, var name) ->
                    object.meta().namespace().equals(namespace)
                            && object.meta().name().equals(name);
            case OfService(var service) ->
                    object instanceof EndpointSlice slice && slice.serviceRef().equals(service);
        };
    }

    /// For messages: ` in namespace shop`.
    default String text() {
        return switch (this) {
            case Everywhere() -> "";
            case InNamespace(var namespace) -> " in namespace " + namespace;
            case Named(var namespace, var name) ->
                    " " + (namespace.isEmpty() ? name : namespace + "/" + name);
            case OfService(var service) -> " of " + service;
        };
    }
}
