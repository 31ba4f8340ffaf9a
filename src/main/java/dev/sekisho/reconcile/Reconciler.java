package dev.sekisho.reconcile;

import dev.sekisho.cluster.Change;
import dev.sekisho.cluster.ChangeListener;
import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.Demand;
import dev.sekisho.cluster.DemandListener;
import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.translate.Translation;
import dev.sekisho.translate.Translator;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Duration;
import java.time.InstantSource;
import java.util.List;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Turns changes into served snapshots: gathers, translates, asks for what is missing, publishes.
///
/// All of it happens on one thread of its own, so translations and planes never run concurrently. A
/// translator that throws is a bug of ours: it is counted and logged, and the last snapshot stays.
public final class Reconciler implements ChangeListener, MetricSource, AutoCloseable {

    private static final Logger LOG = System.getLogger(Reconciler.class.getName());

    /// How often everything is translated without a change, so that expired certificates are
    /// noticed.
    private static final Duration REVIEW = Duration.ofHours(1);

    private static final Feed NOTHING =
            new Feed(() -> ClusterState.EMPTY, List.of(), List.of(), Duration.ZERO);

    private final Translator translator;
    private final Publisher publisher;
    private final InstantSource clock;
    private final PendingChanges pending;
    private final ReconcilerMetrics metrics;
    private final Thread thread = new Thread(this::run, "reconciler");
    private volatile Feed told = NOTHING;

    // What follows belongs to the thread.
    private Feed feed = NOTHING;
    private @Nullable Translation last;
    private Demand demand = Demand.NONE;
    private boolean stale;
    private boolean fresh;
    private long freshSince;
    private long generation;

    /// `holdoff` bounds how long a change waits for company.
    public Reconciler(
            Translator translator, Publisher publisher, Holdoff holdoff, InstantSource clock) {
        this.translator = translator;
        this.publisher = publisher;
        this.clock = clock;
        this.pending = new PendingChanges(holdoff);
        this.metrics = publisher.metrics();
        thread.setDaemon(true);
    }

    /// Begins to translate; call it when the source has read everything once.
    public void start(Supplier<ClusterState> source, List<DemandListener> lookups) {
        start(new Feed(source, lookups, List.of(), Feed.USUAL_PATIENCE));
    }

    /// The same, with everything that there is to say. A later call replaces the feed: what is
    /// served stays until the new one has given a snapshot, and nothing of one gets into the other.
    public synchronized void start(Feed next) {
        told = next;
        pending.add(new Change.Anything());
        if (thread.getState() == Thread.State.NEW) {
            thread.start();
        }
    }

    /// Notes a change; returns at once. Any thread.
    @Override
    public void changed(Change change) {
        pending.add(change);
    }

    @Override
    public void collect(MetricVisitor visitor) {
        metrics.collect(visitor);
    }

    /// Stops translating; what is served stays.
    @Override
    public void close() {
        thread.interrupt();
    }

    private void run() {
        try {
            while (true) {
                reconcile(
                        fresh ? pending.awaitUnrested(Feed.USUAL_PATIENCE) : pending.await(REVIEW));
            }
        } catch (InterruptedException e) {
            LOG.log(Level.DEBUG, "reconciler stops");
        }
    }

    private void reconcile(Work work) {
        try {
            listen();
            var translation = translate(work);
            ask(translation.demand());
            if (translation.complete() || !isAwaited()) {
                publish(translation);
            }
        } catch (RuntimeException | StackOverflowError e) {
            stale = true;
            metrics.translationFailed();
            LOG.log(Level.ERROR, "translation failed, the last snapshot stays", e);
        }
    }

    private void listen() {
        var next = told;
        if (!next.equals(feed)) {
            feed = next;
            demand = Demand.NONE;
            fresh = true;
            freshSince = System.nanoTime();
        }
    }

    /// The first snapshot of a feed is held back until its certificates are there, within reason.
    private boolean isAwaited() {
        return fresh && System.nanoTime() - freshSince < feed.patience().toNanos();
    }

    private Translation translate(Work asked) {
        var begin = System.nanoTime();
        var previous = last;
        var work = previous == null || stale || fresh ? new Work.Everything() : asked;
        var translation = translation(work, previous);
        metrics.translated(work, Duration.ofNanos(System.nanoTime() - begin));
        return translation;
    }

    private Translation translation(Work work, @Nullable Translation previous) {
        var state = feed.states().get();
        var next = generation + 1;
        if (work instanceof Work.Endpoints(var services) && previous != null) {
            return translator.withEndpoints(previous, state, services, next);
        }
        return translator.translate(state, next, clock.instant());
    }

    private void ask(Demand now) {
        if (!now.equals(demand)) {
            demand = now;
            feed.lookups().forEach(listener -> listener.demanded(now));
        }
    }

    private void publish(Translation translation) {
        stale = false;
        fresh = false;
        last = translation;
        generation = translation.snapshot().generation();
        publisher.publish(translation, clock.instant(), feed.heralds());
    }
}
