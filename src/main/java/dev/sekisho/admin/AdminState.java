package dev.sekisho.admin;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.plane.ProgrammedListener;
import jakarta.inject.Singleton;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.function.Supplier;

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

    /// Adds measurements to `/metrics`.
    public void show(MetricSource source) {
        metrics.add(source);
    }

    /// Names what the first snapshot waits for, as long as it does.
    public void waitFor(Supplier<List<String>> source) {
        obstacles = source;
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
        var waiting = now instanceof Readiness.Starting ? obstacles.get() : List.<String>of();
        return waiting.isEmpty() ? now : new Readiness.Starting(String.join("; ", waiting));
    }

    Programmed programmed() {
        return programmed;
    }

    List<MetricSource> metrics() {
        return List.copyOf(metrics);
    }
}
