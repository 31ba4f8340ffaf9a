package dev.sekisho.serviceproxy;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.model.service.IpFamily;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.model.service.Transport;
import dev.sekisho.nft.Transaction;
import dev.sekisho.plane.Plane;
import dev.sekisho.plane.PlaneReport;
import dev.sekisho.serviceproxy.HealthServer.Answer;
import java.time.Duration;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.atomic.AtomicLong;
import org.jboss.logging.Logger;

/// Keeps the kernel's table of Services as the snapshots say.
///
/// The first snapshot is compared with what a process before us left, whatever rules there are; it
/// takes their place in one transaction. After that a change is a transaction of its own size. If
/// one fails, the whole table is compared again, until it is as it should be.
public final class ServiceProxyPlane implements Plane, MetricSource, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(ServiceProxyPlane.class);
    private static final Duration RETRY = Duration.ofSeconds(5);

    private final Kernel kernel;
    private final HostAddresses host;
    private final Duration checkPeriod;
    private final Runnable giveBackMemory;
    private final Contents contents;
    private final Repair repair = new Repair();
    private final Upkeep upkeep = new Upkeep(System.nanoTime());
    private final HealthChecks healthChecks = new HealthChecks(this::isInSync);
    private final AtomicLong transactions = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong repairs = new AtomicLong();
    private final Thread keeper =
            Thread.ofPlatform().daemon().name("service-keeper").unstarted(this::keep);
    private volatile boolean inSync;
    private volatile boolean nodeLeaves;
    private volatile Instant lastUpdated = Instant.EPOCH;
    private boolean written;
    private boolean flowsChanged;

    /// `checkPeriod` is how often the whole table is compared with the kernel's. `giveBackMemory`
    /// runs on a thread of its own after work, as `Upkeep` says.
    public ServiceProxyPlane(
            Kernel kernel,
            RuleSettings settings,
            HostAddresses host,
            Duration checkPeriod,
            Runnable giveBackMemory) {
        this.kernel = kernel;
        this.host = host;
        this.checkPeriod = checkPeriod;
        this.giveBackMemory = giveBackMemory;
        this.contents = new Contents(settings);
    }

    /// Removes all that this plane ever wrote to the kernel.
    public static void cleanUp(Kernel kernel) throws KernelException {
        kernel.commit("add table %1$s\ndelete table %1$s\n".formatted(Layout.TABLE));
    }

    /// Fails if the kernel would not take rules from us; says what is missing.
    public static void check(Kernel kernel) throws KernelException {
        KernelNeeds.check(kernel);
    }

    /// What others have in the kernel that may come before our rules, one line each.
    public static List<String> rivals(Kernel kernel) throws KernelException {
        return ForeignChains.find(kernel.chains());
    }

    @Override
    public String name() {
        return "serviceproxy";
    }

    @Override
    public synchronized PlaneReport apply(Snapshot snapshot) {
        var table = snapshot.services();
        noteFlows(contents.table(), table);
        nodeLeaves = table.nodeLeaves();
        try {
            if (written && inSync) {
                step(contents.moveTo(table));
            } else {
                contents.settle(table);
                rewrite();
            }
        } catch (KernelException e) {
            failed(e);
            throw new IllegalStateException(
                    "the kernel did not take the rules: " + e.getMessage(), e);
        }
        lastUpdated = Instant.now();
        var problems = healthChecks.apply(table.healthChecks());
        start();
        return report(snapshot, problems);
    }

    private static PlaneReport report(Snapshot snapshot, List<Diagnostic> problems) {
        return new PlaneReport("serviceproxy", snapshot.generation(), problems);
    }

    /// Whether the kernel serves what the last snapshot says.
    public boolean isInSync() {
        return inSync;
    }

    /// What load balancers and kubelets ask kube-proxy for: `/healthz` and `/livez`.
    public Optional<Answer> health(String path) {
        return switch (path) {
            case "/healthz" -> Optional.of(health(inSync && !nodeLeaves));
            case "/livez" -> Optional.of(health(inSync));
            default -> Optional.empty();
        };
    }

    private Answer health(boolean good) {
        var json =
                "{\"lastUpdated\": \"%s\",\"currentTime\": \"%s\", \"nodeEligible\": %b}"
                        .formatted(lastUpdated, Instant.now(), !nodeLeaves);
        return new Answer(good ? 200 : 503, json, -1);
    }

    @Override
    public void collect(MetricVisitor visitor) {
        count(
                visitor,
                "sekisho_service_transactions_total",
                "Transactions committed.",
                transactions);
        count(visitor, "sekisho_service_failures_total", "Transactions that failed.", failures);
        count(
                visitor,
                "sekisho_service_repairs_total",
                "Times the kernel's table was not what we had written.",
                repairs);
        visitor.gauge(
                "sekisho_service_in_sync",
                "Whether the kernel serves what the last snapshot says.",
                List.of(),
                inSync ? 1 : 0);
    }

    private static void count(MetricVisitor to, String name, String help, AtomicLong value) {
        to.counter(name, help, List.of(), (double) value.get());
    }

    /// The rules stay: traffic does not depend on this process.
    @Override
    public void close() {
        keeper.interrupt();
        healthChecks.close();
        kernel.close();
    }

    private void start() {
        if (keeper.getState() == Thread.State.NEW) {
            keeper.start();
        }
        notifyAll();
    }

    private void commit(String text) throws KernelException {
        kernel.commit(text);
        transactions.incrementAndGet();
        inSync = true;
    }

    /// What somebody else did to the table may be in the way of a step, not of writing it anew.
    private void step(Transaction change) throws KernelException {
        if (change.isEmpty()) {
            return;
        }
        repair.written(change.chains());
        upkeep.change(System.nanoTime());
        try {
            commit(change.text(Layout.TABLE));
        } catch (KernelException e) {
            LOG.warnf("table %s is written anew: %s", Layout.TABLE, e.getMessage());
            rewrite();
        }
    }

    private void rewrite() throws KernelException {
        repair.forget();
        commit(Repair.rewriting(Listing.parse(kernel.list(Layout.TABLE)), contents.all()));
        written = true;
        upkeep.largeWork(System.nanoTime());
        flowsChanged = true;
    }

    private void failed(KernelException e) {
        inSync = false;
        failures.incrementAndGet();
        LOG.errorf("the kernel's table of Services is not up to date: %s", e.getMessage());
        start();
    }

    private void noteFlows(ServiceTable before, ServiceTable after) {
        flowsChanged |= !udp(before).equals(udp(after));
    }

    private static List<?> udp(ServiceTable table) {
        return table.ports().values().stream()
                .filter(port -> port.id().transport() == Transport.UDP)
                .toList();
    }

    private void keep() {
        var checkAt = System.nanoTime() + checkPeriod.toNanos();
        try {
            while (true) {
                if (takeFlows()) {
                    forgetFlows();
                }
                if (!inSync || System.nanoTime() - checkAt >= 0) {
                    check();
                    checkAt = System.nanoTime() + checkPeriod.toNanos();
                }
                if (takeUpkeep()) {
                    giveBackMemory();
                }
                await(checkAt - System.nanoTime());
            }
        } catch (InterruptedException e) {
            LOG.debug("the keeper stops");
        }
    }

    @SuppressWarnings("WaitNotInLoop") // waking up for nothing costs a look
    private synchronized void await(long nanos) throws InterruptedException {
        var most = inSync ? nanos : RETRY.toNanos();
        if (!flowsChanged) {
            var pause = Duration.ofNanos(upkeep.pause(System.nanoTime(), most));
            wait(Math.max(1, pause.toMillis()));
        }
    }

    /// Also on demand: compares the whole table with the kernel's and repairs it.
    synchronized void check() {
        try {
            if (!inSync) {
                rewrite();
                return;
            }
            var found = Listing.parse(kernel.list(Layout.TABLE));
            var text = repair.repairing(found, contents.all());
            upkeep.largeWork(System.nanoTime());
            if (!text.isEmpty()) {
                repairs.incrementAndGet();
                LOG.warnf(
                        "someone changed table %s, it is repaired: %d lines",
                        Layout.TABLE, text.lines().count());
                repair.forget();
                commit(text);
            }
        } catch (KernelException e) {
            failed(e);
        }
    }

    private synchronized boolean takeFlows() {
        var changed = flowsChanged;
        flowsChanged = false;
        return changed;
    }

    /// What goes wrong there must not end the checks.
    private void giveBackMemory() {
        try {
            giveBackMemory.run();
        } catch (RuntimeException e) {
            LOG.error("giving back memory", e);
        }
    }

    private synchronized boolean takeUpkeep() {
        return upkeep.take(System.nanoTime());
    }

    private void forgetFlows() {
        try {
            for (var family : IpFamily.values()) {
                forgetFlows(family);
            }
        } catch (KernelException e) {
            // When we are stopped, the next process looks at the flows again.
            var level =
                    Thread.currentThread().isInterrupted() ? Logger.Level.DEBUG : Logger.Level.WARN;
            LOG.logf(level, "stale UDP flows stay tracked: %s", e.getMessage());
        }
    }

    private void forgetFlows(IpFamily family) throws KernelException {
        var stale = new StaleFlows(tableNow(), family, host::isOurs);
        var flows =
                kernel.udpFlows(family)
                        .lines()
                        .map(UdpFlow::parse)
                        .flatMap(Optional::stream)
                        .toList();
        for (var flow : stale.among(flows)) {
            kernel.forget(family, flow);
        }
    }

    private synchronized ServiceTable tableNow() {
        return contents.table();
    }
}
