package dev.sekisho.gateway;

import dev.sekisho.model.metrics.MetricVisitor;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// One scrape of a gateway: `name{value,value}` to number.
record Samples(Map<String, Double> byName) implements MetricVisitor {

    static double of(Gateway gateway, String name) {
        Samples samples = new Samples(new HashMap<>());
        gateway.plane().collect(samples);
        return samples.byName.getOrDefault(name, 0.0);
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
