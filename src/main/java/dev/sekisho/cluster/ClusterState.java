package dev.sekisho.cluster;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import java.util.Collections;
import java.util.List;
import java.util.SortedMap;

/// All that is known of the cluster at one moment: the only input of translation.
///
/// Maps are immutable and ordered by object, so that nothing depends on the order of events.
/// `secretAccess` is `EXHAUSTIVE` when the source reads all of them, so that an absent one is
/// missing and not pending.
public record ClusterState(
        SortedMap<ObjectRef, Ingress> ingresses,
        SortedMap<ObjectRef, IngressClass> ingressClasses,
        SortedMap<ObjectRef, Service> services,
        SortedMap<ObjectRef, List<EndpointSlice>> slicesByService,
        SortedMap<ObjectRef, SecretLookup> secrets,
        SortedMap<ObjectRef, ConfigMap> configMaps,
        SortedMap<ObjectRef, Node> nodes,
        SortedMap<ObjectRef, Namespace> namespaces,
        SortedMap<ObjectRef, AddressPool> addressPools,
        SortedMap<String, NameLookup> names,
        SecretAccess secretAccess,
        List<Diagnostic> problems) {

    /// How a source comes by Secrets.
    public enum SecretAccess {
        /// All of them are in `secrets`.
        EXHAUSTIVE,
        /// One by one, when translation asks.
        ON_DEMAND,
        /// Not at all: what is in `secrets` was saved, and nobody looks for others.
        SAVED
    }

    public static final ClusterState EMPTY =
            new ClusterState(
                    Collections.emptySortedMap(),
                    Collections.emptySortedMap(),
                    Collections.emptySortedMap(),
                    Collections.emptySortedMap(),
                    Collections.emptySortedMap(),
                    Collections.emptySortedMap(),
                    Collections.emptySortedMap(),
                    Collections.emptySortedMap(),
                    Collections.emptySortedMap(),
                    Collections.emptySortedMap(),
                    SecretAccess.EXHAUSTIVE,
                    List.of());

    public ClusterState {
        problems = List.copyOf(problems);
    }

    public SecretLookup secret(ObjectRef ref) {
        return switch (secretAccess) {
            case EXHAUSTIVE -> secrets.getOrDefault(ref, new SecretLookup.Missing());
            case ON_DEMAND -> secrets.getOrDefault(ref, new SecretLookup.Pending());
            case SAVED -> secrets.getOrDefault(ref, new SecretLookup.Unsaved());
        };
    }

    public NameLookup name(String name) {
        return names.getOrDefault(name, new NameLookup.Pending());
    }

    /// The slices of a Service, sorted by name; empty if it has none.
    public List<EndpointSlice> slices(ObjectRef service) {
        return slicesByService.getOrDefault(service, List.of());
    }
}
