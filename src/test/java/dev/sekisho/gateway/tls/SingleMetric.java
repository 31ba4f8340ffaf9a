package dev.sekisho.gateway.tls;

import dev.sekisho.model.metrics.MetricVisitor;
import java.util.List;
import java.util.function.DoubleConsumer;

/// Waits for the value of one metric.
record SingleMetric(String wanted, DoubleConsumer consumer) implements MetricVisitor {

    @Override
    public void counter(String name, String help, List<Label> labels, double value) {
        gauge(name, help, labels, value);
    }

    @Override
    public void gauge(String name, String help, List<Label> labels, double value) {
        if (name.equals(wanted)) {
            consumer.accept(value);
        }
    }

    @Override
    public void histogram(String name, String help, List<Label> labels, Histogram histogram) {}
}
