package dev.sekisho.gateway.upstream;

import dev.sekisho.model.BackendId;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.metrics.MetricVisitor.Label;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/// The endpoints of one backend that are left out: never more than half of them. Shared by loops.
final class BackendHealth {

    private static final Logger LOG = Logger.getLogger(BackendHealth.class);

    private final BackendId id;
    private final Ejections all;
    private final Map<Endpoint, EndpointHealth> endpoints = new ConcurrentHashMap<>();
    private final AtomicInteger ejected = new AtomicInteger();
    private final LongAdder ejections = new LongAdder();
    private List<Endpoint> published = List.of();

    BackendHealth(BackendId id, Ejections all) {
        this.id = id;
        this.all = all;
    }

    EndpointHealth endpoint(Endpoint endpoint) {
        return endpoints.computeIfAbsent(endpoint, absent -> new EndpointHealth(this, absent, all));
    }

    /// Forgets other endpoints. Each gives its place among those left out back itself: a count made
    /// here would miss what other threads do meanwhile.
    @SuppressWarnings("ReferenceEquality") // Lists that are only equal cost a look, no more.
    void retain(List<Endpoint> current) {
        if (current == published) {
            return;
        }
        published = current;
        Set<Endpoint> wanted = new HashSet<>(current);
        endpoints.values().removeIf(known -> isForgotten(known, wanted));
    }

    private static boolean isForgotten(EndpointHealth known, Set<Endpoint> wanted) {
        boolean gone = !wanted.contains(known.endpoint());
        if (gone) {
            known.forget();
        }
        return gone;
    }

    /// Whether one more of `size` endpoints may be left out; it counts as left out then.
    boolean claim(int size) {
        int out = ejected.get();
        while ((out + 1) * 2 <= size) {
            if (ejected.compareAndSet(out, out + 1)) {
                return true;
            }
            out = ejected.get();
        }
        return false;
    }

    /// Takes a claim back that nothing came of.
    void unclaim() {
        ejected.decrementAndGet();
    }

    void ejected(Endpoint endpoint, long seconds) {
        ejections.increment();
        LOG.warnf(
                "%s: endpoint %s gets no requests for %d s: connects to it fail",
                id, endpoint, seconds);
    }

    void returned(Endpoint endpoint) {
        ejected.decrementAndGet();
        LOG.infof("%s: endpoint %s gets requests again", id, endpoint);
    }

    int ejected() {
        return ejected.get();
    }

    long ejections() {
        return ejections.sum();
    }

    boolean isNotable() {
        return ejections.sum() > 0;
    }

    List<Label> labels() {
        return List.of(
                new Label("namespace", id.namespace()),
                new Label("service", id.service()),
                new Label("service_port", Integer.toString(id.port())));
    }
}
