package dev.sekisho.admin;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.plane.ProgrammedListener;
import jakarta.inject.Singleton;
import java.time.Instant;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// What the management port shows. Thread-safe; the composition root feeds it.
@Singleton
public class AdminState implements ProgrammedListener {

    /// What is served, and what there is to say about it.
    record Programmed(Snapshot snapshot, List<Diagnostic> diagnostics) {}

    private final List<MetricSource> metrics = new CopyOnWriteArrayList<>();
    private volatile Programmed programmed = new Programmed(Snapshot.EMPTY, List.of());
    private volatile Readiness readiness =
            new Readiness.Starting("no snapshot has been programmed yet");
    private volatile Supplier<List<String>> obstacles = List::of;
    private volatile @Nullable Instant savedAt;

    /// Adds measurements to `/metrics`.
    public void show(MetricSource source) {
        metrics.add(source);
    }

    /// Names what the first snapshot waits for, as long as it does.
    public void waitFor(Supplier<List<String>> source) {
        obstacles = source;
    }

    /// From now on what is programmed was saved at that time and is not what the cluster has now.
    public void stale(Instant saved) {
        savedAt = saved;
    }

    /// From now on what is programmed is what the cluster has.
    public void current() {
        savedAt = null;
    }

    @Override
    public synchronized void programmed(Snapshot snapshot, List<Diagnostic> diagnostics) {
        programmed = new Programmed(snapshot, List.copyOf(diagnostics));
        if (readiness instanceof Readiness.Starting) {
            readiness = new Readiness.Ready(snapshot.generation());
        }
    }

    /// From now on not ready, for good.
    public synchronized void draining() {
        readiness = new Readiness.Draining();
    }

    public Readiness readiness() {
        var now = readiness;
        var saved = savedAt;
        if (now instanceof Readiness.Starting) {
            var waiting = obstacles.get();
            return waiting.isEmpty() ? now : new Readiness.Starting(String.join("; ", waiting));
        }
        return now instanceof Readiness.Ready(var generation) && saved != null
                ? new Readiness.Stale(generation, saved, String.join("; ", obstacles.get()))
                : now;
    }

    Programmed programmed() {
        return programmed;
    }

    List<MetricSource> metrics() {
        return List.copyOf(metrics);
    }
}
