package dev.sekisho.kube;

import dev.sekisho.mapping.IngressMapper;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.address.AddressCondition;
import dev.sekisho.model.address.AddressPlan;
import dev.sekisho.model.address.AssignedAddresses;
import dev.sekisho.model.address.PoolStatus;
import java.time.Duration;
import java.time.ZoneOffset;
import java.time.ZonedDateTime;
import java.time.temporal.ChronoUnit;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jboss.logging.Logger;
import org.jspecify.annotations.Nullable;

/// Writes addresses and the condition about them to statuses of Services, and what is in use to
/// those of AddressPools, one after another, while leadership is held.
///
/// Conditions of others stay: the patch names ours by its type.
final class AddressStatusWriter implements AutoCloseable {

    private static final Logger LOG = Logger.getLogger(AddressStatusWriter.class);
    private static final Duration NAP = Duration.ofMillis(500);
    private static final long ECHO = Duration.ofSeconds(30).toNanos();
    private static final long PAUSE = Duration.ofSeconds(5).toNanos();

    /// What was tried last for an object, and when it may be tried again if it comes up again.
    private record Attempt(Object what, long again) {}

    /// Sends one patch.
    @FunctionalInterface
    private interface Patch {
        void send() throws ApiException, InterruptedException;
    }

    private final ApiServer api;
    private final Troubles troubles;
    private final Leadership leadership;
    private final Budget budget;
    private final Map<ObjectRef, Attempt> attempts = new HashMap<>();
    private final Thread thread;
    private AddressPlan plan = AddressPlan.NONE;
    private boolean isNew;

    AddressStatusWriter(
            ApiServer api, Troubles troubles, Leadership leadership, int writesPerSecond) {
        this.api = api;
        this.troubles = troubles;
        this.leadership = leadership;
        this.budget = new Budget(writesPerSecond);
        this.thread = Thread.ofVirtual().name("sekisho-addresses").unstarted(this::run);
    }

    void start() {
        thread.start();
    }

    /// Replaces the plan; what is in no plan any more need not be written.
    synchronized void plan(AddressPlan now) {
        isNew |= !now.equals(plan);
        plan = now;
        notifyAll();
    }

    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                var now = next();
                if (leadership.isHeld()) {
                    write(now);
                }
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /// The plan, at once if it is a new one.
    private synchronized AddressPlan next() throws InterruptedException {
        var end = System.nanoTime() + NAP.toNanos();
        while (!isNew && System.nanoTime() - end < 0) {
            wait(NAP.toMillis());
        }
        isNew = false;
        return plan;
    }

    /// A later plan replaces what is left of this one.
    private void write(AddressPlan now) throws InterruptedException {
        for (var service : now.services()) {
            if (isOld(now)) {
                return;
            }
            if (!service.isShown()) {
                attempt(service.service(), service, () -> write(service));
            }
        }
        for (var pool : now.pools()) {
            if (!pool.isShown()) {
                attempt(pool.pool(), pool, () -> write(pool));
            }
        }
    }

    private synchronized boolean isOld(AddressPlan now) {
        return isNew && !now.equals(plan);
    }

    private void attempt(ObjectRef subject, Object what, Patch patch) throws InterruptedException {
        var before = attempts.get(subject);
        var now = System.nanoTime();
        var isWaiting = before != null && before.what().equals(what) && now - before.again() < 0;
        if (isWaiting || !leadership.isHeld()) {
            return;
        }
        budget.await();
        try {
            patch.send();
            troubles.succeeded();
            attempts.put(subject, new Attempt(what, now + ECHO));
        } catch (ApiException e) {
            attempts.put(subject, new Attempt(what, now + PAUSE));
            failed(subject, e);
        } catch (RuntimeException e) {
            attempts.put(subject, new Attempt(what, now + ECHO));
            LOG.errorf(e, "writing the status of %s failed", subject);
        }
    }

    private void failed(ObjectRef subject, ApiException e) {
        if (e.isForbidden()) {
            troubles.denied("patch", resource(subject, "/status"), "");
        } else if (!e.isNotFound()) {
            troubles.failed("writing the status of " + subject, e);
        }
    }

    private void write(AssignedAddresses service) throws ApiException, InterruptedException {
        api.strategic(path(service.service()), Map.of("status", status(service)));
    }

    private void write(PoolStatus pool) throws ApiException, InterruptedException {
        var usage = pool.wanted();
        var status = new HashMap<String, @Nullable Object>();
        status.put("total", usage.total());
        status.put("used", usage.used());
        status.put("conflicts", usage.conflicts().isEmpty() ? null : usage.conflicts());
        api.merge(path(pool.pool()), Map.of("status", status));
    }

    private static ResourceType resource(ObjectRef subject, String subresource) {
        var type =
                subject.kind().equals("Service")
                        ? ResourceType.SERVICES
                        : ResourceType.ADDRESS_POOLS;
        return new ResourceType(type.group(), type.version(), type.plural() + subresource);
    }

    private static String path(ObjectRef subject) {
        return resource(subject, "").path(subject.namespace(), subject.name())
                + "/status?fieldManager="
                + IngressMapper.FIELD_MANAGER;
    }

    private static Map<String, Object> status(AssignedAddresses service) {
        var ingress =
                service.wanted().stream().map(ip -> Map.of("ip", ip, "ipMode", "VIP")).toList();
        // In a patch only null removes a field.
        var balancer = new HashMap<String, @Nullable Object>();
        balancer.put("ingress", ingress.isEmpty() ? null : ingress);
        var status = new HashMap<String, Object>();
        status.put("loadBalancer", balancer);
        if (!service.condition().equals(AddressCondition.NONE)) {
            status.put("conditions", List.of(condition(service)));
        }
        return status;
    }

    /// The time of the last transition stays where the condition only says more.
    private static Map<String, Object> condition(AssignedAddresses service) {
        var wanted = service.condition();
        var condition = new HashMap<String, Object>();
        condition.put("type", AddressCondition.TYPE);
        condition.put("status", wanted.isAllocated() ? "True" : "False");
        condition.put("reason", wanted.reason());
        condition.put("message", wanted.message());
        var said = service.said();
        if (said.equals(AddressCondition.NONE) || said.isAllocated() != wanted.isAllocated()) {
            var now = ZonedDateTime.now(ZoneOffset.UTC).truncatedTo(ChronoUnit.SECONDS);
            condition.put("lastTransitionTime", now.toInstant().toString());
        }
        return condition;
    }
}
