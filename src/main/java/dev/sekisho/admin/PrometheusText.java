package dev.sekisho.admin;

import dev.sekisho.model.metrics.MetricVisitor;
import java.util.List;

/// The Prometheus text format 0.0.4, written by hand: the client library would append `_total` to
/// the names of counters, and the dashboards of ingress-nginx know them without.
final class PrometheusText implements MetricVisitor {

    static final String CONTENT_TYPE = "text/plain; version=0.0.4; charset=utf-8";

    private final StringBuilder text = new StringBuilder(1 << 14);
    private String family = "";

    @Override
    public void counter(String name, String help, List<Label> labels, double value) {
        head(name, help, "counter");
        sample(name, labels, "", value);
    }

    @Override
    public void gauge(String name, String help, List<Label> labels, double value) {
        head(name, help, "gauge");
        sample(name, labels, "", value);
    }

    @Override
    public void histogram(String name, String help, List<Label> labels, Histogram histogram) {
        head(name, help, "histogram");
        var count = 0L;
        for (var bucket : histogram.buckets()) {
            count += bucket.count();
            sample(name + "_bucket", labels, bound(bucket.upperBound()), (double) count);
        }
        sample(name + "_sum", labels, "", histogram.sum());
        sample(name + "_count", labels, "", (double) count);
    }

    String text() {
        return text.toString();
    }

    private void head(String name, String help, String type) {
        if (name.equals(family)) {
            return;
        }
        family = name;
        text.append("# HELP ").append(name).append(' ');
        escape(help, "\"");
        text.append("\n# TYPE ").append(name).append(' ').append(type).append('\n');
    }

    /// `bound` is the value of the label `le`, or empty.
    private void sample(String name, List<Label> labels, String bound, double value) {
        text.append(name);
        if (!labels.isEmpty() || !bound.isEmpty()) {
            labels(labels, bound);
        }
        text.append(' ');
        number(value);
        text.append('\n');
    }

    private void labels(List<Label> labels, String bound) {
        var separator = '{';
        for (var label : labels) {
            text.append(separator).append(label.name()).append("=\"");
            escape(label.value(), "\\\"");
            text.append('"');
            separator = ',';
        }
        if (!bound.isEmpty()) {
            text.append(separator).append("le=\"").append(bound).append('"');
        }
        text.append('}');
    }

    private static String bound(double upperBound) {
        if (Double.isInfinite(upperBound)) {
            return "+Inf";
        }
        return upperBound == Math.rint(upperBound) && Math.abs(upperBound) < 1e15
                ? Long.toString((long) upperBound)
                : Double.toString(upperBound);
    }

    private void number(double value) {
        if (Double.isInfinite(value)) {
            text.append(value > 0 ? "+Inf" : "-Inf");
        } else if (value == Math.rint(value) && Math.abs(value) < 1e15) {
            text.append((long) value);
        } else {
            text.append(value);
        }
    }

    /// `quote` stands for the quotation mark, which only label values escape.
    private void escape(String raw, String quote) {
        for (var index = 0; index < raw.length(); index++) {
            var letter = raw.charAt(index);
            switch (letter) {
                case '\\' -> text.append("\\\\");
                case '\n' -> text.append("\\n");
                case '"' -> text.append(quote);
                default -> text.append(letter);
            }
        }
    }
}
