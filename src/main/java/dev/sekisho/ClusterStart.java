package dev.sekisho;

import dev.sekisho.admin.AdminState;
import dev.sekisho.cluster.Change;
import dev.sekisho.cluster.ChangeListener;
import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.plane.ProgrammedListener;
import dev.sekisho.reconcile.Feed;
import dev.sekisho.reconcile.Reconciler;
import dev.sekisho.saved.SavedConfiguration;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionStage;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Begins with what the API server lists or, where it does not answer in time, with what was saved
/// before; that stays, whole and as it is, until everything has been listed and its Secrets read.
///
/// While it serves what was saved, the API server hears nothing of it: no status, no Event, no
/// Lease.
final class ClusterStart implements ChangeListener, MetricSource {

    /// How long the lists may take before the saved configuration is served; one refused connection
    /// is enough, too.
    private static final Duration LIST_PATIENCE = Duration.ofMillis(1500);

    /// How long what was saved stays after the lists, if the Secrets they name cannot be read.
    private static final Duration SECRET_PATIENCE = Duration.ofSeconds(30);

    private static final Logger LOG = Logger.getLogger("sekisho");

    private enum Phase {
        WAITING,
        STALE,
        LISTED,
        CURRENT
    }

    private final Reconciler reconciler;
    private final AdminState admin;
    private Phase phase = Phase.WAITING;
    private volatile boolean listed;
    private volatile boolean stale;

    ClusterStart(Reconciler reconciler, AdminState admin) {
        this.reconciler = reconciler;
        this.admin = admin;
    }

    /// Before everything is listed nobody serves what changes.
    @Override
    public void changed(Change change) {
        if (listed) {
            reconciler.changed(change);
        }
    }

    /// Everything has been listed: `feed` is served from now on.
    synchronized void listed(Feed feed) {
        var patience = phase == Phase.STALE ? SECRET_PATIENCE : feed.patience();
        phase = Phase.LISTED;
        listed = true;
        reconciler.start(new Feed(feed.states(), feed.lookups(), feed.heralds(), patience));
    }

    /// Waits for `away`, but not for long, then serves what `load` finds unless the lists are
    /// there.
    void orElse(
            CompletionStage<Void> away,
            Supplier<Optional<SavedConfiguration>> load,
            ProgrammedListener log) {
        Thread.ofVirtual()
                .name("sekisho-last-configuration")
                .start(() -> {
                    waitFor(away.toCompletableFuture());
                    if (!listed) {
                        load.get().ifPresent(saved -> standIn(saved, log));
                    }
                });
    }

    private static void waitFor(CompletableFuture<Void> away) {
        try {
            away.get(LIST_PATIENCE.toMillis(), TimeUnit.MILLISECONDS);
        } catch (TimeoutException | ExecutionException _) {
            LOG.debug("the API server takes its time");
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void standIn(SavedConfiguration saved, ProgrammedListener log) {
        if (phase != Phase.WAITING) {
            return;
        }
        LOG.warnf(
                "the API server has not listed everything yet: serving the configuration saved at"
                        + " %s (%d Ingress objects) until it has",
                saved.saved(), saved.state().ingresses().size());
        phase = Phase.STALE;
        stale = true;
        admin.stale(saved.saved());
        reconciler.start(new Feed(saved::state, List.of(), List.of(log), Duration.ZERO));
    }

    /// What the API server has listed is served.
    synchronized void current() {
        if (phase == Phase.CURRENT) {
            return;
        }
        phase = Phase.CURRENT;
        if (stale) {
            LOG.info("serving the configuration of the API server again");
        }
        stale = false;
        admin.current();
    }

    @Override
    public void collect(MetricVisitor visitor) {
        visitor.gauge(
                "sekisho_configuration_stale",
                "Whether a saved configuration is served because the API server does not answer.",
                List.of(),
                stale ? 1 : 0);
    }
}
