package dev.sekisho.gateway.upstream;

import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.metrics.MetricVisitor;
import java.util.List;
import java.util.Map;
import java.util.concurrent.ConcurrentHashMap;
import java.util.function.LongSupplier;

/// Which endpoints get no requests because connects to them failed: one view for all event loops.
public final class Ejections {

    private final Map<BackendId, BackendHealth> backends = new ConcurrentHashMap<>();
    private final int failures;
    private final LongSupplier clock;

    /// `failures` in a row eject, 0 of them never; `clock` is `System.nanoTime` but for tests.
    public Ejections(int failures, LongSupplier clock) {
        this.failures = failures;
        this.clock = clock;
    }

    /// Forgets what is not there any more. Called when a snapshot is published.
    public void retain(Map<BackendId, Backend> current) {
        backends.keySet().retainAll(current.keySet());
        backends.forEach((id, health) -> {
            Backend backend = current.get(id);
            if (backend != null) {
                health.retain(backend.endpoints());
            }
        });
    }

    public void collect(MetricVisitor visitor) {
        List<BackendHealth> noted =
                backends.values().stream().filter(BackendHealth::isNotable).toList();
        for (BackendHealth backend : noted) {
            visitor.counter(
                    "sekisho_endpoint_ejections_total",
                    "How often an endpoint was left out because connects to it failed.",
                    backend.labels(),
                    (double) backend.ejections());
        }
        for (BackendHealth backend : noted) {
            visitor.gauge(
                    "sekisho_endpoints_ejected",
                    "Endpoints that are left out at the moment.",
                    backend.labels(),
                    backend.ejected());
        }
    }

    BackendHealth backend(BackendId id) {
        return backends.computeIfAbsent(id, absent -> new BackendHealth(absent, this));
    }

    int failures() {
        return failures;
    }

    long now() {
        return clock.getAsLong();
    }
}
