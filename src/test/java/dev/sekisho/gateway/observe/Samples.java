package dev.sekisho.gateway.observe;

import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import java.util.ArrayList;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;

/// The samples of one scrape, as text and as values.
final class Samples implements MetricVisitor {

    record Sample(String name, String labels, double value, List<Bucket> buckets) {}

    private final List<Sample> samples = new ArrayList<>();

    static Samples of(MetricSource source) {
        Samples samples = new Samples();
        source.collect(samples);
        return samples;
    }

    List<Sample> named(String name) {
        return samples.stream().filter(sample -> sample.name().equals(name)).toList();
    }

    double value(String name) {
        return named(name).stream().mapToDouble(Sample::value).sum();
    }

    /// Names in the order given, each once per run of samples.
    List<String> runs() {
        List<String> runs = new ArrayList<>();
        for (Sample sample : samples) {
            if (runs.isEmpty() || !runs.getLast().equals(sample.name())) {
                runs.add(sample.name());
            }
        }
        return runs;
    }

    Set<String> names() {
        return samples.stream()
                .map(Sample::name)
                .collect(Collectors.toCollection(LinkedHashSet::new));
    }

    @Override
    public void counter(String name, String help, List<Label> labels, double value) {
        samples.add(new Sample(name, text(labels), value, List.of()));
    }

    @Override
    public void gauge(String name, String help, List<Label> labels, double value) {
        samples.add(new Sample(name, text(labels), value, List.of()));
    }

    @Override
    public void histogram(String name, String help, List<Label> labels, Histogram histogram) {
        samples.add(new Sample(name, text(labels), histogram.sum(), histogram.buckets()));
    }

    private static String text(List<Label> labels) {
        return labels.stream()
                .map(label -> label.name() + "=" + label.value())
                .collect(Collectors.joining(","));
    }
}
