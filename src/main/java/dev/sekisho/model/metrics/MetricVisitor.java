package dev.sekisho.model.metrics;

import java.util.List;

/// Takes the samples of one scrape.
///
/// Names are written out as given, so that dashboards of other controllers keep working. All
/// samples of one name are given in a row, with the same help text and the same label names.
public interface MetricVisitor {

    record Label(String name, String value) {}

    void counter(String name, String help, List<Label> labels, double value);

    void gauge(String name, String help, List<Label> labels, double value);

    void histogram(String name, String help, List<Label> labels, Histogram histogram);

    /// A histogram at one moment; the last bucket's bound is positive infinity.
    record Histogram(List<Bucket> buckets, double sum) {

        public Histogram {
            buckets = List.copyOf(buckets);
        }
    }

    /// How many observations lie at or below `upperBound` and above the bound before it.
    record Bucket(double upperBound, long count) {}
}
