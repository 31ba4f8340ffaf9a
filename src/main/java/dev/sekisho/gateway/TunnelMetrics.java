package dev.sekisho.gateway;

import dev.sekisho.gateway.TunnelCounts.End;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.model.metrics.MetricVisitor.Label;
import java.util.List;
import java.util.function.ToLongFunction;

/// The measurements of connections of which we pass on bytes as they are.
final class TunnelMetrics {

    private static final String OPEN =
            "WebSockets and other connections that have left HTTP by 101.";
    private static final String ALL = "Connections that left HTTP by 101.";
    private static final String ENDED =
            "Such connections that are over, by who ended them, or why we did.";
    private static final String BYTES = "Bytes that came after a 101, from clients and from pods.";
    private static final String OPEN_PASSED = "TLS connections that are passed through to pods.";
    private static final String ALL_PASSED = "TLS connections that a pod has taken.";
    private static final String BYTES_PASSED =
            "Bytes of connections that are passed through, from clients and from pods.";

    private TunnelMetrics() {}

    static void collect(List<GatewayLoop> loops, MetricVisitor visitor) {
        List<TunnelCounts> tunnels = loops.stream().map(GatewayLoop::tunnels).toList();
        visitor.gauge("sekisho_tunnels_open", OPEN, List.of(), open(tunnels));
        visitor.counter("sekisho_tunnels_total", ALL, List.of(), openings(tunnels));
        ends("sekisho_tunnels_ended_total", tunnels, visitor);
        bytes("sekisho_tunnel_bytes_total", BYTES, tunnels, visitor);
        passed(loops, visitor);
    }

    private static void passed(List<GatewayLoop> loops, MetricVisitor visitor) {
        List<TunnelCounts> passed = loops.stream().map(loop -> loop.passed().tunnels()).toList();
        visitor.gauge("sekisho_passthrough_open", OPEN_PASSED, List.of(), open(passed));
        visitor.counter("sekisho_passthrough_total", ALL_PASSED, List.of(), openings(passed));
        ends("sekisho_passthrough_ended_total", passed, visitor);
        bytes("sekisho_passthrough_bytes_total", BYTES_PASSED, passed, visitor);
        visitor.counter(
                "sekisho_passthrough_failed_total",
                "TLS connections to be passed through that no pod has taken.",
                List.of(),
                (double) loops.stream().mapToLong(loop -> loop.passed().failures()).sum());
    }

    private static double open(List<TunnelCounts> counts) {
        return sum(counts, TunnelCounts::openNow);
    }

    private static double openings(List<TunnelCounts> counts) {
        return sum(counts, TunnelCounts::openings);
    }

    private static void ends(String name, List<TunnelCounts> counts, MetricVisitor visitor) {
        for (End end : End.values()) {
            List<Label> label = List.of(new Label("end", end.text()));
            visitor.counter(name, ENDED, label, sum(counts, each -> each.ends(end)));
        }
    }

    private static void bytes(
            String name, String help, List<TunnelCounts> counts, MetricVisitor visitor) {
        List<Label> client = List.of(new Label("from", "client"));
        List<Label> pod = List.of(new Label("from", "pod"));
        visitor.counter(name, help, client, sum(counts, TunnelCounts::sumUp));
        visitor.counter(name, help, pod, sum(counts, TunnelCounts::sumDown));
    }

    private static double sum(List<TunnelCounts> counts, ToLongFunction<TunnelCounts> part) {
        return (double) counts.stream().mapToLong(part).sum();
    }
}
