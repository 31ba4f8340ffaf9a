package dev.sekisho.kube;

import dev.sekisho.mapping.IngressMapper;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.status.StatusPlan;
import dev.sekisho.status.StatusUpdate;
import dev.sekisho.status.StatusWriter;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Writes `status.loadBalancer.ingress` of Ingresses, eight at a time, while leadership is held.
///
/// It patches that one field of the status sub-resource under the field manager `sekisho`, so no
/// other field is touched and `managedFields` tell which statuses are ours.
final class IngressStatusWriter implements StatusWriter, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(IngressStatusWriter.class);
    private static final int WORKERS = 8;
    private static final Duration NAP = Duration.ofMillis(500);

    private final ApiServer api;
    private final Troubles troubles;
    private final Leadership leadership;
    private final Budget budget;
    private final StatusQueue queue = new StatusQueue();
    private final List<Thread> workers = new ArrayList<>();
    private volatile StatusPlan plan = StatusPlan.NOTHING;
    private volatile boolean clearing;

    IngressStatusWriter(
            ApiServer api, Troubles troubles, Leadership leadership, int writesPerSecond) {
        this.api = api;
        this.troubles = troubles;
        this.leadership = leadership;
        this.budget = new Budget(writesPerSecond);
    }

    void start() {
        for (var i = 0; i < WORKERS; i++) {
            workers.add(Thread.ofVirtual().name("sekisho-status").start(this::work));
        }
    }

    @Override
    public synchronized void plan(StatusPlan now) {
        if (!clearing) {
            plan = now;
            queue.replace(now);
        }
    }

    /// Writes again what is in the plan and still not so; echoes may have been lost.
    void remind() {
        plan(plan);
    }

    /// Takes our addresses from all Ingresses that show them, and ignores later plans.
    void clear(Duration within) throws InterruptedException {
        synchronized (this) {
            clearing = true;
            queue.replace(new StatusPlan(cleared(plan.published()), List.of()));
        }
        var end = System.nanoTime() + within.toNanos();
        while (!queue.isEmpty() && leadership.isHeld() && System.nanoTime() - end < 0) {
            Thread.sleep(20);
        }
    }

    @Override
    public void close() {
        workers.forEach(Thread::interrupt);
    }

    private static List<StatusUpdate> cleared(List<ObjectRef> ingresses) {
        return ingresses.stream().map(it -> new StatusUpdate(it, List.of(), List.of())).toList();
    }

    private void work() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                step();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void step() throws InterruptedException {
        if (!leadership.isHeld()) {
            Thread.sleep(NAP);
            return;
        }
        var update = queue.take(NAP);
        if (update != null) {
            budget.await();
            write(update);
        }
    }

    private void write(StatusUpdate update) throws InterruptedException {
        if (!leadership.isHeld()) {
            queue.failed(update, NAP);
            return;
        }
        try {
            api.merge(path(update.ingress()), patch(update.wanted()));
            troubles.succeeded();
            troubles.permitted("patch", ResourceType.INGRESS_STATUS, "");
            queue.done(update);
        } catch (ApiException e) {
            failed(update, e);
        } catch (RuntimeException e) {
            LOG.errorf(e, "writing the status of %s failed", update.ingress());
            queue.failed(update, Duration.ofSeconds(30));
        }
    }

    private void failed(StatusUpdate update, ApiException e) {
        if (e.isNotFound()) {
            queue.done(update);
            return;
        }
        if (e.isForbidden()) {
            troubles.denied("patch", ResourceType.INGRESS_STATUS, "");
        } else {
            troubles.failed("writing the status of " + update.ingress(), e);
        }
        queue.failed(update, e.isConflict() ? Duration.ofMillis(200) : Duration.ofSeconds(5));
    }

    static String path(ObjectRef ingress) {
        return ResourceType.INGRESSES.path(ingress.namespace(), ingress.name())
                + "/status?fieldManager="
                + IngressMapper.FIELD_MANAGER;
    }

    static Map<String, Object> patch(List<PublishedAddress> wanted) {
        var entries = wanted.stream().map(IngressStatusWriter::entry).toList();
        // In a merge patch only null removes a field.
        var field = new HashMap<String, @Nullable Object>();
        field.put("ingress", entries.isEmpty() ? null : entries);
        return Map.of("status", Map.of("loadBalancer", field));
    }

    private static Map<String, String> entry(PublishedAddress address) {
        return switch (address) {
            case PublishedAddress.Ip(var ip) -> Map.of("ip", ip);
            case PublishedAddress.Hostname(var name) -> Map.of("hostname", name);
        };
    }
}
