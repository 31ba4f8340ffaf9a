package dev.sekisho.model.metrics;

/// A component with measurements to show. Called by a scrape, on a worker thread.
@FunctionalInterface
public interface MetricSource {

    void collect(MetricVisitor visitor);
}
