package dev.sekisho.kube;

import dev.sekisho.kube.KubernetesSourceSettings.Pace;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.status.StatusPlan;
import dev.sekisho.status.StatusPlanner;
import java.time.Duration;
import java.time.InstantSource;

/// Writes statuses and Events to the API server while this replica holds the Lease.
///
/// Stopping takes two steps. [#withdraw] when the signal comes: from then on this replica takes no
/// leadership. [#close] when traffic has drained: if this replica holds the Lease and is the last
/// one, see [Leadership], it clears the statuses, then it gives the Lease up.
public final class KubernetesStatus implements AutoCloseable {

    private static final Duration REMINDER = Duration.ofSeconds(2);

    private final KubernetesStatusSettings settings;
    private final Leadership leadership;
    private final IngressStatusWriter statuses;
    private final AddressStatusWriter addresses;
    private final EventWriter events;
    private final StatusPlanner planner;
    private final Thread reminder;
    private boolean started;
    private boolean closed;

    /// The connection stays the caller's, who closes it after this.
    public KubernetesStatus(ClusterConnection connection, KubernetesStatusSettings settings) {
        this.settings = settings;
        var api = new ApiServer(connection, Pace.DEFAULT.requestTimeout());
        var troubles = new Troubles(api.address());
        var brisk = new ApiServer(connection, settings.leadership().renewWithin());
        this.leadership = new Leadership(brisk, troubles, settings.leadership());
        this.statuses =
                new IngressStatusWriter(api, troubles, leadership, settings.writesPerSecond());
        this.events = new EventWriter(api, troubles, leadership, settings.leadership().identity());
        this.addresses =
                new AddressStatusWriter(api, troubles, leadership, settings.writesPerSecond());
        this.planner = new StatusPlanner(this::plan, events, InstantSource.system());
        this.reminder = Thread.ofVirtual().name("sekisho-reminder").unstarted(this::remind);
    }

    /// Begins to compete for the Lease and to write; a second call does nothing, nor does one that
    /// comes too late.
    public synchronized void start() {
        if (started || closed) {
            return;
        }
        started = true;
        leadership.start();
        statuses.start();
        addresses.start();
        events.start();
        reminder.start();
    }

    /// What is to hear of every programmed snapshot.
    public StatusPlanner planner() {
        return planner;
    }

    /// Whether what is said about that object becomes an Event; else somebody has to log it.
    public static boolean writesEventsFor(ObjectRef subject) {
        return EventWriter.writesFor(subject);
    }

    /// Whether this replica is the one that writes.
    public boolean isLeader() {
        return leadership.isHeld();
    }

    /// Tells other replicas that this one is about to stop.
    public void withdraw() {
        leadership.withdraw();
    }

    @Override
    public synchronized void close() {
        closed = true;
        withdraw();
        if (started) {
            stop();
        }
    }

    private void stop() {
        reminder.interrupt();
        events.close();
        addresses.close();
        clearIfLast();
        statuses.close();
        leadership.close();
    }

    private void plan(StatusPlan plan) {
        statuses.plan(plan);
        addresses.plan(plan.addresses());
    }

    private void clearIfLast() {
        if (settings.onShutdown() == KubernetesStatusSettings.OnShutdown.KEEP
                || !leadership.isLastReplica()) {
            return;
        }
        try {
            statuses.clear(settings.clearWithin());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void remind() {
        try {
            while (!Thread.currentThread().isInterrupted()) {
                Thread.sleep(REMINDER);
                planner.remind();
                statuses.remind();
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
