package dev.sekisho.gateway;

import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;

/// The counters and gauges of one scrape, by name and the value of the first label.
final class Samples implements MetricVisitor {

    private final Map<String, Double> values = new HashMap<>();

    static Samples of(MetricSource source) {
        Samples samples = new Samples();
        source.collect(samples);
        return samples;
    }

    double of(String name, String label) {
        return Objects.requireNonNull(values.get(name + "/" + label), name);
    }

    private void put(String name, List<Label> labels, double value) {
        values.put(name + "/" + (labels.isEmpty() ? "" : labels.getFirst().value()), value);
    }

    @Override
    public void counter(String name, String help, List<Label> labels, double value) {
        put(name, labels, value);
    }

    @Override
    public void gauge(String name, String help, List<Label> labels, double value) {
        put(name, labels, value);
    }

    @Override
    public void histogram(String name, String help, List<Label> labels, Histogram value) {}
}
