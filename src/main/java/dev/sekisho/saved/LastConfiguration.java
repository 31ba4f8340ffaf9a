package dev.sekisho.saved;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.time.Instant;
import java.time.InstantSource;
import java.time.temporal.ChronoUnit;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.locks.Condition;
import java.util.concurrent.locks.ReentrantLock;
import java.util.function.Supplier;
import org.jboss.logging.Logger;

/// Keeps the configuration of now in a file, and finds the one of before.
///
/// A thread of its own writes: a little after a change, never more often than every few seconds,
/// and once more when it is closed. What cannot be written or read costs a line of log and nothing
/// else.
public final class LastConfiguration implements MetricSource, AutoCloseable {

    private static final Logger LOG = Logger.getLogger(LastConfiguration.class);
    private static final Duration LAST_WRITE = Duration.ofSeconds(5);

    /// Where the file is, whether Secrets are in it, and what it must have been read from.
    public record Place(Path folder, SavedSecrets secrets, SortedMap<String, String> origin) {

        public Place {
            origin = Collections.unmodifiableSortedMap(new TreeMap<>(origin));
        }
    }

    /// How long changes are gathered before a write, and how long the next write waits for.
    record Pace(Duration gather, Duration rest) {

        static final Pace DEFAULT = new Pace(Duration.ofSeconds(1), Duration.ofSeconds(5));
    }

    private final Place place;
    private final StateFile file;
    private final Supplier<ClusterState> states;
    private final InstantSource clock;
    private final Pace pace;
    private final ReentrantLock lock = new ReentrantLock();
    private final Condition news = lock.newCondition();
    private final Thread thread = new Thread(this::run, "last-configuration");
    private boolean changed;
    private boolean closed;
    private boolean failing;
    private volatile Instant saved = Instant.EPOCH;
    private volatile long failures;

    /// `states` gives the state of the moment.
    public LastConfiguration(Place place, Supplier<ClusterState> states, InstantSource clock) {
        this(place, states, clock, Pace.DEFAULT);
    }

    LastConfiguration(Place place, Supplier<ClusterState> states, InstantSource clock, Pace pace) {
        this.place = place;
        this.file = new StateFile(place.folder(), StateFile.LARGEST);
        this.states = states;
        this.clock = clock;
        this.pace = pace;
        thread.setDaemon(true);
        thread.start();
    }

    /// What the process before this one saved; nothing where that cannot be used.
    public Optional<SavedConfiguration> load() {
        try {
            var found = file.read(place.origin());
            found.ifPresent(configuration -> saved = configuration.saved());
            return found;
        } catch (IOException unusable) {
            LOG.warnf("ignoring the last configuration %s: %s", file.path(), reason(unusable));
            return Optional.empty();
        }
    }

    /// Says that another state is served, which is worth saving. Returns at once; any thread.
    public void changed() {
        lock.lock();
        try {
            changed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
    }

    /// Saves what has changed since and stops.
    @Override
    public void close() {
        lock.lock();
        try {
            closed = true;
            news.signalAll();
        } finally {
            lock.unlock();
        }
        try {
            thread.join(LAST_WRITE);
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void collect(MetricVisitor visitor) {
        visitor.gauge(
                "sekisho_configuration_saved_timestamp_seconds",
                "When the configuration on disk was saved; 0 for none.",
                List.of(),
                saved.toEpochMilli() / 1000.0);
        visitor.counter(
                "sekisho_configuration_save_failures_total",
                "Tries to save the configuration that failed.",
                List.of(),
                (double) failures);
    }

    private void run() {
        try {
            while (awaitChange()) {
                pause(pace.gather());
                save();
                pause(pace.rest());
            }
        } catch (InterruptedException interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    /// False when nothing changed since the last write and nothing will.
    private boolean awaitChange() throws InterruptedException {
        lock.lock();
        try {
            while (!changed && !closed) {
                news.await();
            }
            return changed;
        } finally {
            lock.unlock();
        }
    }

    /// Being closed ends a pause.
    private void pause(Duration time) throws InterruptedException {
        lock.lock();
        try {
            var remaining = time.toNanos();
            while (!closed && remaining > 0) {
                remaining = news.awaitNanos(remaining);
            }
        } finally {
            lock.unlock();
        }
    }

    private void save() {
        noteSaving();
        var now = clock.instant().truncatedTo(ChronoUnit.MILLIS);
        try {
            Files.createDirectories(place.folder());
            var configuration = new SavedConfiguration(now, states.get());
            file.write(configuration, place.origin(), place.secrets());
            saved = now;
            failing = false;
        } catch (IOException | RuntimeException failed) {
            failed(failed);
        }
    }

    /// What changes from now on is for the next write.
    private void noteSaving() {
        lock.lock();
        try {
            changed = false;
        } finally {
            lock.unlock();
        }
    }

    /// Said once, until a write succeeds again: the next change is the next try.
    @SuppressWarnings("NonAtomicVolatileUpdate")
    private void failed(Exception failure) {
        failures++;
        if (!failing) {
            failing = true;
            LOG.warnf("cannot save the configuration to %s: %s", file.path(), reason(failure));
        }
    }

    /// Such as `AccessDeniedException: /var/lib/sekisho/last-configuration.new`.
    private static String reason(Exception failure) {
        var message = String.valueOf(failure.getMessage());
        return failure instanceof UnusableFileException
                ? message
                : failure.getClass().getSimpleName() + ": " + message;
    }
}
