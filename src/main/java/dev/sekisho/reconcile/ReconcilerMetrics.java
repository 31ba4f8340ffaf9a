package dev.sekisho.reconcile;

import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/// What the reconciler did so far. Written by its thread, read by scrapes.
final class ReconcilerMetrics implements MetricSource {

    private static final double NANOS = 1e9;

    private final AtomicLong generation = new AtomicLong();
    private final AtomicLong translations = new AtomicLong();
    private final AtomicLong endpointSwaps = new AtomicLong();
    private final AtomicLong translationNanos = new AtomicLong();
    private final AtomicLong lastTranslationNanos = new AtomicLong();
    private final AtomicLong failures = new AtomicLong();
    private final AtomicLong planeFailures = new AtomicLong();
    private final AtomicLong programmedAtMillis = new AtomicLong();

    void translated(Work work, Duration took) {
        switch (work) {
            case Work.Everything() -> translations.incrementAndGet();
            case Work.Endpoints _ -> endpointSwaps.incrementAndGet();
        }
        translationNanos.addAndGet(took.toNanos());
        lastTranslationNanos.set(took.toNanos());
    }

    void translationFailed() {
        failures.incrementAndGet();
    }

    void planeFailed() {
        planeFailures.incrementAndGet();
    }

    void programmed(long nowProgrammed, long atMillis) {
        generation.set(nowProgrammed);
        programmedAtMillis.set(atMillis);
    }

    @Override
    public void collect(MetricVisitor visitor) {
        gauge(visitor, "sekisho_snapshot_generation", "Generation that is served.", generation);
        counter(visitor, "sekisho_translations_total", "Full translations.", translations);
        counter(
                visitor,
                "sekisho_endpoint_swaps_total",
                "Endpoint changes that took the short path.",
                endpointSwaps);
        counter(
                visitor,
                "sekisho_translation_failures_total",
                "Translations that ended in a bug; the snapshot before stayed.",
                failures);
        counter(
                visitor,
                "sekisho_plane_failures_total",
                "Snapshots that a plane did not take.",
                planeFailures);
        seconds(visitor);
        success(visitor);
    }

    private void seconds(MetricVisitor visitor) {
        visitor.counter(
                "sekisho_translation_seconds_total",
                "Time spent translating.",
                List.of(),
                translationNanos.get() / NANOS);
        visitor.gauge(
                "sekisho_translation_last_seconds",
                "Time the last translation took.",
                List.of(),
                lastTranslationNanos.get() / NANOS);
    }

    /// The two gauges by which dashboards of ingress-nginx tell whether configuration is taken.
    private void success(MetricVisitor visitor) {
        visitor.gauge(
                "nginx_ingress_controller_config_last_reload_successful",
                "Whether the last translation succeeded.",
                List.of(),
                generation.get() > 0 ? 1 : 0);
        visitor.gauge(
                "nginx_ingress_controller_config_last_reload_successful_timestamp_seconds",
                "When the served snapshot was programmed.",
                List.of(),
                programmedAtMillis.get() / 1000.0);
    }

    private static void counter(MetricVisitor to, String name, String help, AtomicLong value) {
        to.counter(name, help, List.of(), (double) value.get());
    }

    private static void gauge(MetricVisitor to, String name, String help, AtomicLong value) {
        to.gauge(name, help, List.of(), (double) value.get());
    }
}
