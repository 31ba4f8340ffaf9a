package dev.sekisho.gateway.observe;

import dev.sekisho.model.metrics.MetricVisitor.Bucket;
import dev.sekisho.model.metrics.MetricVisitor.Histogram;
import java.util.ArrayList;
import java.util.List;

/// The histograms of a series, and where each lies in the series' row of numbers.
///
/// Bounds are those of ingress-nginx, so that its dashboards and alerts read ours.
final class Measure {

    /// The number of requests is the first of a row; histograms follow.
    static final int REQUESTS = 0;

    private static final long[] NANOS = {
        5_000_000L,
        10_000_000L,
        25_000_000L,
        50_000_000L,
        100_000_000L,
        250_000_000L,
        500_000_000L,
        1_000_000_000L,
        2_500_000_000L,
        5_000_000_000L,
        10_000_000_000L
    };
    private static final long[] BYTES = {10, 20, 30, 40, 50, 60, 70, 80, 90, 100};

    static final Measure REQUEST_DURATION =
            seconds(
                    1,
                    "request_duration_seconds",
                    "Time from the first byte of the request to the last byte of the response");
    static final Measure RESPONSE_DURATION =
            seconds(
                    REQUEST_DURATION.end(),
                    "response_duration_seconds",
                    "Time that the upstream took to deliver its response");
    static final Measure HEADER_DURATION =
            seconds(
                    RESPONSE_DURATION.end(),
                    "header_duration_seconds",
                    "Time that the upstream took to deliver its response header");
    static final Measure CONNECT_DURATION =
            seconds(
                    HEADER_DURATION.end(),
                    "connect_duration_seconds",
                    "Time that it took to connect to the upstream");
    static final Measure REQUEST_SIZE =
            bytes(CONNECT_DURATION.end(), "request_size", "Bytes of request line, header and body");
    static final Measure RESPONSE_SIZE =
            bytes(REQUEST_SIZE.end(), "response_size", "Bytes of status line, header and body");

    static final List<Measure> ALL =
            List.of(
                    REQUEST_DURATION,
                    RESPONSE_DURATION,
                    HEADER_DURATION,
                    CONNECT_DURATION,
                    REQUEST_SIZE,
                    RESPONSE_SIZE);
    static final int ROW_LENGTH = RESPONSE_SIZE.end();

    private final int offset;
    private final String metric;
    private final String help;
    private final double unit;
    private final long[] bounds;

    private Measure(int offset, String metric, String help, double unit, long[] bounds) {
        this.offset = offset;
        this.metric = "nginx_ingress_controller_" + metric;
        this.help = help;
        this.unit = unit;
        this.bounds = bounds;
    }

    private static Measure seconds(int offset, String metric, String help) {
        return new Measure(offset, metric, help, 1e9, NANOS);
    }

    private static Measure bytes(int offset, String metric, String help) {
        return new Measure(offset, metric, help, 1, BYTES);
    }

    String metric() {
        return metric;
    }

    String help() {
        return help;
    }

    /// The index of the bucket that counts `value`.
    int bucketOf(long value) {
        int bucket = 0;
        while (bucket < bounds.length && value > bounds[bucket]) {
            bucket++;
        }
        return offset + bucket;
    }

    int sumIndex() {
        return offset + bounds.length + 1;
    }

    private int end() {
        return sumIndex() + 1;
    }

    boolean isEmpty(long[] row) {
        for (int i = offset; i < sumIndex(); i++) {
            if (row[i] != 0) {
                return false;
            }
        }
        return true;
    }

    Histogram histogram(long[] row) {
        List<Bucket> buckets = new ArrayList<>(bounds.length + 1);
        for (int i = 0; i < bounds.length; i++) {
            buckets.add(new Bucket(bounds[i] / unit, row[offset + i]));
        }
        buckets.add(new Bucket(Double.POSITIVE_INFINITY, row[offset + bounds.length]));
        return new Histogram(buckets, row[sumIndex()] / unit);
    }
}
