package dev.sekisho.gateway;

import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Collectors;

/// One scrape of a gateway: `name{value,value}` to number.
record Samples(Map<String, Double> byName) implements MetricVisitor {

    static Samples of(MetricSource source) {
        Samples samples = new Samples(new HashMap<>());
        source.collect(samples);
        return samples;
    }

    static double of(Gateway gateway, String name) {
        return of(gateway.plane()).byName.getOrDefault(name, 0.0);
    }

    double of(String name, String label) {
        String key = label.isEmpty() ? name : name + "{" + label + "}";
        return Objects.requireNonNull(byName.get(key), key);
    }

    private void sample(String name, List<Label> labels, double value) {
        String values = labels.stream().map(Label::value).collect(Collectors.joining(","));
        byName.put(labels.isEmpty() ? name : name + "{" + values + "}", value);
    }

    @Override
    public void counter(String name, String help, List<Label> labels, double value) {
        sample(name, labels, value);
    }

    @Override
    public void gauge(String name, String help, List<Label> labels, double value) {
        sample(name, labels, value);
    }

    @Override
    public void histogram(String name, String help, List<Label> labels, Histogram histogram) {}
}
