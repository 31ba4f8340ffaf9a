package dev.sekisho.kube;

import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.kube.KubernetesSourceSettings.Pace;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;

/// Fills a store with all that the agent of a node needs: Services, EndpointSlices and its Node.
public final class ServiceSource implements AutoCloseable {

    private final List<Reflector<?>> reflectors;
    private final Reflector<?> pools;
    private final List<Thread> threads = new ArrayList<>();

    /// The connection stays the caller's, who closes it after this.
    public ServiceSource(ClusterConnection connection, ClusterStore store, String node) {
        var pace = Pace.DEFAULT;
        var link = Link.of(new ApiServer(connection, pace.requestTimeout()), pace);
        var everywhere = new Scope.Everywhere();
        this.reflectors =
                List.of(
                        new Reflector<>(link, store, Kind.SERVICE, everywhere),
                        new Reflector<>(link, store, Kind.SLICE, everywhere),
                        new Reflector<>(link, store, Kind.NODE, new Scope.Named("", node)));
        this.pools = new Reflector<>(link, store, Kind.ADDRESS_POOL, everywhere);
    }

    /// Reads AddressPools, too; nothing waits for them.
    public synchronized void readPools() {
        threads.add(Thread.ofVirtual().name("sekisho-reflector").start(pools));
    }

    /// Starts reading; completes when everything has been read once.
    public synchronized CompletionStage<Void> start() {
        for (var reflector : reflectors) {
            threads.add(Thread.ofVirtual().name("sekisho-reflector").start(reflector));
        }
        return CompletableFuture.allOf(
                reflectors.stream().map(Reflector::listed).toArray(CompletableFuture[]::new));
    }

    /// What has not been read yet and why, one line each.
    public List<String> waitingFor() {
        return reflectors.stream()
                .filter(reflector -> !reflector.listed().isDone())
                .map(Reflector::obstacle)
                .toList();
    }

    /// Stops reading; the store stays as it is.
    @Override
    public synchronized void close() {
        threads.forEach(Thread::interrupt);
    }
}
