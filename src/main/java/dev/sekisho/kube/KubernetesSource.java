package dev.sekisho.kube;

import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.cluster.Demand;
import dev.sekisho.cluster.DemandListener;
import dev.sekisho.model.ObjectRef;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.stream.Stream;

/// Fills a store from the API server and keeps it current.
///
/// While the server is away the store stays as it is, and tries go on for ever.
public final class KubernetesSource implements DemandListener, AutoCloseable {

    private final List<Reflector<?>> reflectors;
    private final DemandedSecrets secrets;
    private final List<Thread> threads = new ArrayList<>();

    /// The connection stays the caller's, who closes it after this.
    public KubernetesSource(
            ClusterConnection connection, ClusterStore store, KubernetesSourceSettings settings) {
        var api = new ApiServer(connection, settings.pace().requestTimeout());
        var link = Link.of(api, settings.pace());
        this.reflectors = reflectors(link, store, settings);
        this.secrets = new DemandedSecrets(link, store);
    }

    /// Starts reading; completes when everything that routing depends on, but Secrets, has been
    /// read once.
    public synchronized CompletionStage<Void> start() {
        for (var reflector : reflectors) {
            threads.add(Thread.ofVirtual().name("sekisho-reflector").start(reflector));
        }
        return CompletableFuture.allOf(
                reflectors.stream().map(KubernetesSource::read).toArray(CompletableFuture[]::new));
    }

    /// Traffic does not wait for an address to publish, which RBAC may keep from us, nor for pools
    /// that cannot be read.
    private static CompletableFuture<Void> read(Reflector<?> reflector) {
        if (reflector.kind().equals(Kind.NODE)) {
            return CompletableFuture.completedFuture(null);
        }
        return ofPools(reflector) ? reflector.settled() : reflector.listed();
    }

    private static boolean ofPools(Reflector<?> reflector) {
        return reflector.kind().equals(Kind.ADDRESS_POOL)
                || reflector.kind().equals(Kind.NAMESPACE);
    }

    /// Completes when the server was found to be away for the first time, before or after [#start]
    /// has completed.
    public CompletionStage<Void> away() {
        return CompletableFuture.anyOf(
                        required().map(Reflector::away).toArray(CompletableFuture[]::new))
                .thenApply(_ -> null);
    }

    /// What has not been read yet and why, one line each; empty when [#start] has completed.
    public List<String> waitingFor() {
        return required()
                .filter(reflector -> !reflector.listed().isDone())
                .map(Reflector::obstacle)
                .toList();
    }

    private Stream<Reflector<?>> required() {
        return reflectors.stream()
                .filter(reflector -> !reflector.kind().equals(Kind.NODE) && !ofPools(reflector));
    }

    @Override
    public void demanded(Demand demand) {
        secrets.demand(demand.secrets());
    }

    /// Stops reading; the store stays as it is.
    @Override
    public synchronized void close() {
        threads.forEach(Thread::interrupt);
        secrets.close();
    }

    private static List<Reflector<?>> reflectors(
            Link link, ClusterStore store, KubernetesSourceSettings settings) {
        var result = new ArrayList<Reflector<?>>();
        result.add(new Reflector<>(link, store, Kind.INGRESS_CLASS, new Scope.Everywhere()));
        if (!settings.node().isEmpty()) {
            var scope = new Scope.Named("", settings.node());
            result.add(new Reflector<>(link, store, Kind.NODE, scope));
        }
        if (settings.addressPools() == KubernetesSourceSettings.AddressPools.READ) {
            var everywhere = new Scope.Everywhere();
            result.add(new Reflector<>(link, store, Kind.ADDRESS_POOL, everywhere));
            result.add(new Reflector<>(link, store, Kind.NAMESPACE, everywhere));
        }
        scopes(settings)
                .forEach(scope -> {
                    result.add(new Reflector<>(link, store, Kind.INGRESS, scope));
                    result.add(new Reflector<>(link, store, Kind.SERVICE, scope));
                    result.add(new Reflector<>(link, store, Kind.SLICE, scope));
                });
        outside(settings)
                .forEach(service -> {
                    var named = new Scope.Named(service.namespace(), service.name());
                    var slices = new Scope.OfService(service);
                    result.add(new Reflector<>(link, store, Kind.SERVICE, named));
                    result.add(new Reflector<>(link, store, Kind.SLICE, slices));
                });
        return List.copyOf(result);
    }

    private static Stream<Scope> scopes(KubernetesSourceSettings settings) {
        return settings.namespaces().isEmpty()
                ? Stream.of(new Scope.Everywhere())
                : settings.namespaces().stream().sorted().map(Scope.InNamespace::new);
    }

    /// The Services asked for by name that no watched namespace holds.
    private static Stream<ObjectRef> outside(KubernetesSourceSettings settings) {
        return settings.namespaces().isEmpty()
                ? Stream.of()
                : settings.services().stream()
                        .filter(service -> !settings.namespaces().contains(service.namespace()))
                        .sorted();
    }
}
