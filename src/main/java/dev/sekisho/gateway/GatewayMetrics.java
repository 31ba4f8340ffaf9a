package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.http1.ResponseRule;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.model.metrics.MetricVisitor.Label;
import java.util.List;
import java.util.concurrent.TimeUnit;

/// The gateway's own measurements, read from the loops without disturbing them.
final class GatewayMetrics {

    private GatewayMetrics() {}

    static void collect(List<GatewayLoop> loops, MetricVisitor visitor) {
        for (GatewayLoop loop : loops) {
            visitor.gauge(
                    "sekisho_connections",
                    "Open client connections.",
                    of(loop),
                    loop.connections());
        }
        for (GatewayLoop loop : loops) {
            visitor.gauge(
                    "sekisho_event_loop_lag_seconds",
                    "How late the event loop's last tick came.",
                    of(loop),
                    (double) loop.lagNanos() / TimeUnit.SECONDS.toNanos(1));
        }
        for (GatewayLoop loop : loops) {
            visitor.gauge(
                    "sekisho_upstream_idle_connections",
                    "Connections to pods that wait for a request.",
                    of(loop),
                    loop.pools().idleConnections());
        }
        for (GatewayLoop loop : loops) {
            visitor.gauge(
                    "sekisho_upstream_endpoints",
                    "Endpoints that the event loop has used.",
                    of(loop),
                    loop.pools().endpoints());
        }
        refusals(loops, visitor);
        badResponses(loops, visitor);
    }

    private static void badResponses(List<GatewayLoop> loops, MetricVisitor visitor) {
        for (ResponseRule rule : ResponseRule.values()) {
            long sum = 0;
            for (GatewayLoop loop : loops) {
                sum += loop.refusals(rule);
            }
            visitor.counter(
                    "sekisho_refused_responses_total",
                    "Responses of pods that broke a rule of HTTP.",
                    List.of(new Label("rule", rule.name())),
                    (double) sum);
        }
    }

    private static void refusals(List<GatewayLoop> loops, MetricVisitor visitor) {
        for (RequestRule rule : RequestRule.values()) {
            long sum = 0;
            for (GatewayLoop loop : loops) {
                sum += loop.refusals(rule);
            }
            visitor.counter(
                    "sekisho_refused_requests_total",
                    "Requests that broke a rule of HTTP.",
                    List.of(new Label("rule", rule.name())),
                    (double) sum);
        }
    }

    private static List<Label> of(GatewayLoop loop) {
        return List.of(new Label("loop", Integer.toString(loop.index())));
    }
}
