package dev.sekisho.gateway.observe;

import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.model.metrics.MetricVisitor.Label;
import java.util.ArrayList;
import java.util.List;

/// Shows the stats of all routes under the metric names of ingress-nginx.
final class RequestMetrics implements MetricSource {

    private final StatsRegistry registry;
    private final List<Label> constantLabels;

    private static final class Row {
        private final List<Label> labels;
        private final long[] values;

        private Row(List<Label> labels, long[] values) {
            this.labels = labels;
            this.values = values;
        }
    }

    RequestMetrics(StatsRegistry registry, List<Label> constantLabels) {
        this.registry = registry;
        this.constantLabels = List.copyOf(constantLabels);
    }

    @Override
    public void collect(MetricVisitor visitor) {
        List<Row> rows = rows();
        for (Row row : rows) {
            visitor.counter(
                    "nginx_ingress_controller_requests",
                    "Requests answered",
                    row.labels,
                    (double) row.values[Measure.REQUESTS]);
        }
        for (Measure measure : Measure.ALL) {
            collect(measure, rows, visitor);
        }
        visitor.gauge(
                "sekisho_route_series",
                "Series of request metrics in use, of a limited number",
                List.of(),
                registry.seriesInUse());
        visitor.counter(
                "sekisho_route_series_overflow_requests_total",
                "Requests counted in the series other because the number of series is limited",
                List.of(),
                (double) registry.overflowedRequests());
    }

    private static void collect(Measure measure, List<Row> rows, MetricVisitor visitor) {
        for (Row row : rows) {
            if (!measure.isEmpty(row.values)) {
                visitor.histogram(
                        measure.metric(),
                        measure.help(),
                        row.labels,
                        measure.histogram(row.values));
            }
        }
    }

    private List<Row> rows() {
        List<Row> rows = new ArrayList<>();
        for (RouteStats stats : registry.all()) {
            stats.totals().forEach((key, values) -> rows.add(new Row(labels(stats, key), values)));
        }
        return rows;
    }

    private List<Label> labels(RouteStats stats, int key) {
        List<Label> labels = new ArrayList<>(constantLabels.size() + 8);
        labels.addAll(constantLabels);
        labels.add(new Label("status", SeriesKey.status(key)));
        labels.add(new Label("method", SeriesKey.method(key)));
        labels.add(new Label("host", stats.host()));
        labels.add(new Label("path", stats.origin().path()));
        labels.add(new Label("namespace", stats.origin().namespace()));
        labels.add(new Label("ingress", stats.origin().ingress()));
        labels.add(new Label("service", stats.origin().service()));
        labels.add(new Label("canary", ""));
        return labels;
    }
}
