package dev.sekisho.reconcile;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.Snapshot;
import dev.sekisho.plane.Plane;
import dev.sekisho.plane.PlaneReport;
import dev.sekisho.plane.ProgrammedListener;
import dev.sekisho.translate.Translation;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/// Hands a translation to every plane and, once all have programmed it, to those who tell the
/// world.
public final class Publisher {

    private static final Logger LOG = System.getLogger(Publisher.class.getName());

    private final List<Plane> planes;
    private final List<ProgrammedListener> listeners;
    private final ReconcilerMetrics metrics = new ReconcilerMetrics();

    public Publisher(List<Plane> planes, List<ProgrammedListener> listeners) {
        this.planes = List.copyOf(planes);
        this.listeners = List.copyOf(listeners);
    }

    ReconcilerMetrics metrics() {
        return metrics;
    }

    /// A snapshot that a plane does not take is not announced, so no address points to it.
    void publish(Translation translation, Instant now, List<ProgrammedListener> heralds) {
        var snapshot = translation.snapshot();
        var reports = new ArrayList<PlaneReport>();
        for (var plane : planes) {
            apply(plane, snapshot).ifPresent(reports::add);
        }
        if (reports.size() < planes.size()) {
            return;
        }
        metrics.programmed(snapshot.generation(), now.toEpochMilli());
        var diagnostics = merge(translation.diagnostics(), reports);
        Stream.concat(listeners.stream(), heralds.stream())
                .forEach(listener -> listener.programmed(snapshot, diagnostics));
    }

    private Optional<PlaneReport> apply(Plane plane, Snapshot snapshot) {
        try {
            return Optional.of(plane.apply(snapshot));
        } catch (RuntimeException e) {
            metrics.planeFailed();
            LOG.log(
                    Level.ERROR,
                    "plane " + plane.name() + " did not take generation " + snapshot.generation(),
                    e);
            return Optional.empty();
        }
    }

    private static List<Diagnostic> merge(List<Diagnostic> translated, List<PlaneReport> reports) {
        var reported = reports.stream().flatMap(report -> report.problems().stream());
        return Stream.concat(translated.stream(), reported).distinct().sorted().toList();
    }
}
