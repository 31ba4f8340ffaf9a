package dev.sekisho.gateway.tls;

import dev.sekisho.model.metrics.MetricVisitor;
import java.util.List;
import java.util.function.DoubleConsumer;

/// Waits for the value of one metric with one value of its label.
record LabelledMetric(String wanted, String label, DoubleConsumer consumer)
        implements MetricVisitor {

    @Override
    public void counter(String name, String help, List<Label> labels, double value) {
        gauge(name, help, labels, value);
    }

    @Override
    public void gauge(String name, String help, List<Label> labels, double value) {
        boolean labelled = labels.stream().anyMatch(found -> found.value().equals(label));
        if (name.equals(wanted) && labelled) {
            consumer.accept(value);
        }
    }

    @Override
    public void histogram(String name, String help, List<Label> labels, Histogram histogram) {}
}
