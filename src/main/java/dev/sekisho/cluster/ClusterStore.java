package dev.sekisho.cluster;

import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import java.util.Collection;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/// Where sources and resolvers put what they read, and the reconciler takes states from.
///
/// Thread-safe. A put that changes nothing tells nobody, so re-reading the same objects is free.
public final class ClusterStore {

    private static final Change ANYTHING = new Change.Anything();

    private final SecretAccess secretAccess;
    private final ChangeListener listener;
    private final Table<ObjectRef, Ingress> ingresses = new Table<>();
    private final Table<ObjectRef, IngressClass> ingressClasses = new Table<>();
    private final Table<ObjectRef, Service> services = new Table<>();
    private final Table<ObjectRef, EndpointSlice> slices = new Table<>();
    private final Table<ObjectRef, List<EndpointSlice>> slicesByService = new Table<>();
    private final Table<ObjectRef, SecretLookup> secrets = new Table<>();
    private final Table<ObjectRef, ConfigMap> configMaps = new Table<>();
    private final Table<ObjectRef, Node> nodes = new Table<>();
    private final Table<ObjectRef, Namespace> namespaces = new Table<>();
    private final Table<ObjectRef, AddressPool> addressPools = new Table<>();
    private final Table<String, NameLookup> names = new Table<>();
    private List<Diagnostic> problems = List.of();

    /// `listener` is called outside of the store's lock.
    public ClusterStore(SecretAccess secretAccess, ChangeListener listener) {
        this.secretAccess = secretAccess;
        this.listener = listener;
    }

    /// The state at this moment; cheap for the kinds that did not change since the last call.
    public synchronized ClusterState state() {
        return new ClusterState(
                ingresses.copy(),
                ingressClasses.copy(),
                services.copy(),
                slicesByService.copy(),
                secrets.copy(),
                configMaps.copy(),
                nodes.copy(),
                namespaces.copy(),
                addressPools.copy(),
                names.copy(),
                secretAccess,
                problems);
    }

    /// Adds the object, or replaces the one of the same kind, namespace and name.
    public void put(ClusterObject object) {
        tell(store(object));
    }

    /// Forgets an object; one that is not known is no error.
    public void remove(ObjectRef ref) {
        tell(forget(ref));
    }

    /// Puts and removes several objects at once: no state shows some of them without the others.
    public void apply(Collection<? extends ClusterObject> puts, Collection<ObjectRef> removals) {
        storeAll(puts, removals).forEach(listener::changed);
    }

    /// As above, and replaces what the source has to say about its own input.
    public void apply(
            Collection<? extends ClusterObject> puts,
            Collection<ObjectRef> removals,
            List<Diagnostic> problemsNow) {
        storeAll(puts, removals, List.copyOf(problemsNow)).forEach(listener::changed);
    }

    /// Says how looking up a Secret ended; `Pending` forgets it.
    public void putSecret(ObjectRef ref, SecretLookup lookup) {
        tell(storeSecret(ref, lookup));
    }

    /// Says how resolving an external name ended; `Pending` forgets it.
    public void putName(String name, NameLookup lookup) {
        tell(storeName(name, lookup));
    }

    private void tell(@Nullable Change change) {
        if (change != null) {
            listener.changed(change);
        }
    }

    private synchronized Set<Change> storeAll(
            Collection<? extends ClusterObject> puts, Collection<ObjectRef> removals) {
        var changes = new LinkedHashSet<Change>();
        for (var ref : removals) {
            addIfPresent(changes, forget(ref));
        }
        for (var object : puts) {
            addIfPresent(changes, store(object));
        }
        return changes.contains(ANYTHING) ? Set.of(ANYTHING) : changes;
    }

    private synchronized Set<Change> storeAll(
            Collection<? extends ClusterObject> puts,
            Collection<ObjectRef> removals,
            List<Diagnostic> problemsNow) {
        var isNews = storeProblems(problemsNow) != null;
        var changes = storeAll(puts, removals);
        return isNews ? Set.of(ANYTHING) : changes;
    }

    private static void addIfPresent(Set<Change> changes, @Nullable Change change) {
        if (change != null) {
            changes.add(change);
        }
    }

    private synchronized @Nullable Change store(ClusterObject object) {
        var ref = object.ref();
        return switch (object) {
            case Ingress it -> changedIf(ingresses.set(ref, it));
            case IngressClass it -> changedIf(ingressClasses.set(ref, it));
            case Service it -> changedIf(services.set(ref, it));
            case EndpointSlice it -> storeSlice(ref, it);
            case Secret it -> changedIf(secrets.set(ref, new SecretLookup.Found(it)));
            case ConfigMap it -> changedIf(configMaps.set(ref, it));
            case Node it -> changedIf(nodes.set(ref, it));
            case Namespace it -> changedIf(namespaces.set(ref, it));
            case AddressPool it -> changedIf(addressPools.set(ref, it));
        };
    }

    private synchronized @Nullable Change forget(ObjectRef ref) {
        return switch (ref.kind()) {
            case "Ingress" -> changedIf(ingresses.set(ref, null));
            case "IngressClass" -> changedIf(ingressClasses.set(ref, null));
            case "Service" -> changedIf(services.set(ref, null));
            case "EndpointSlice" -> storeSlice(ref, null);
            case "Secret" -> changedIf(secrets.set(ref, null));
            case "ConfigMap" -> changedIf(configMaps.set(ref, null));
            case "Node" -> changedIf(nodes.set(ref, null));
            case "Namespace" -> changedIf(namespaces.set(ref, null));
            case "AddressPool" -> changedIf(addressPools.set(ref, null));
            default -> null;
        };
    }

    private synchronized @Nullable Change storeSecret(ObjectRef ref, SecretLookup lookup) {
        return changedIf(secrets.set(ref, lookup instanceof SecretLookup.Pending ? null : lookup));
    }

    private synchronized @Nullable Change storeName(String name, NameLookup lookup) {
        return changedIf(names.set(name, lookup instanceof NameLookup.Pending ? null : lookup));
    }

    private synchronized @Nullable Change storeProblems(List<Diagnostic> now) {
        var changed = !now.equals(problems);
        problems = now;
        return changedIf(changed);
    }

    private @Nullable Change storeSlice(ObjectRef ref, @Nullable EndpointSlice slice) {
        var previous = slices.get(ref);
        if (!slices.set(ref, slice)) {
            return null;
        }
        if (previous != null) {
            regroup(previous.serviceRef(), ref, null);
        }
        if (slice != null) {
            regroup(slice.serviceRef(), ref, slice);
        }
        return changeOfSlices(previous, slice);
    }

    /// Replaces one slice in the group of its Service, which stays sorted by name.
    private void regroup(ObjectRef service, ObjectRef ref, @Nullable EndpointSlice slice) {
        var group = slicesByService.get(service);
        var others =
                group == null
                        ? Stream.<EndpointSlice>empty()
                        : group.stream().filter(other -> !other.ref().equals(ref));
        var now =
                Stream.concat(others, Stream.ofNullable(slice))
                        .sorted((a, b) -> a.meta().name().compareTo(b.meta().name()))
                        .toList();
        slicesByService.set(service, now.isEmpty() ? null : now);
    }

    private static Change changeOfSlices(
            @Nullable EndpointSlice previous, @Nullable EndpointSlice now) {
        var before = previous == null ? null : previous.serviceRef();
        var after = now == null ? null : now.serviceRef();
        if (before != null && after != null && !before.equals(after)) {
            return ANYTHING;
        }
        return new Change.EndpointsOf(Objects.requireNonNull(after == null ? before : after));
    }

    private static @Nullable Change changedIf(boolean changed) {
        return changed ? ANYTHING : null;
    }
}
