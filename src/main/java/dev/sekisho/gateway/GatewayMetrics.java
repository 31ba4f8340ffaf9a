package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.http1.ResponseRule;
import dev.sekisho.gateway.http2.Http2Rule;
import dev.sekisho.gateway.http2.Oddity;
import dev.sekisho.gateway.upstream.RetryCounts;
import dev.sekisho.model.http.RetryCondition;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.model.metrics.MetricVisitor.Label;
import java.util.List;
import java.util.function.ToLongFunction;

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
            visitor.histogram(
                    "sekisho_event_loop_lag_seconds",
                    "How long a task waited for the event loop, ten times a second.",
                    of(loop),
                    loop.lag().histogram());
        }
        for (GatewayLoop loop : loops) {
            visitor.gauge(
                    "sekisho_event_loop_lag_max_seconds",
                    "The longest such wait since the last scrape.",
                    of(loop),
                    loop.lag().takeLongestSeconds());
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
        for (GatewayLoop loop : loops) {
            visitor.gauge(
                    "sekisho_upstream_connections",
                    "Open connections to pods.",
                    of(loop),
                    loop.channels().open());
        }
        refusals(loops, visitor);
        badResponses(loops, visitor);
        http2(loops, visitor);
        TunnelMetrics.collect(loops, visitor);
        retries(loops, visitor);
    }

    private static void http2(List<GatewayLoop> loops, MetricVisitor visitor) {
        for (Oddity oddity : Oddity.values()) {
            visitor.counter(
                    "sekisho_http2_glitches_total",
                    "What few clients of HTTP/2 do; a connection that does much of it is closed.",
                    List.of(new Label("kind", oddity.name())),
                    (double) loops.stream().mapToLong(l -> l.http2Counts().of(oddity).sum()).sum());
        }
        for (Http2Rule rule : Http2Rule.values()) {
            visitor.counter(
                    "sekisho_http2_malformed_requests_total",
                    "Requests whose stream was reset because they break a rule of HTTP/2.",
                    List.of(new Label("rule", rule.name())),
                    (double) loops.stream().mapToLong(l -> l.http2Counts().of(rule).sum()).sum());
        }
    }

    private static void retries(List<GatewayLoop> loops, MetricVisitor visitor) {
        for (RetryCondition condition : RetryCondition.values()) {
            if (condition != RetryCondition.NON_IDEMPOTENT) {
                visitor.counter(
                        "sekisho_upstream_retries_total",
                        "Requests that went to another endpoint.",
                        List.of(new Label("condition", condition.text())),
                        sum(loops, counts -> counts.retries(condition)));
            }
        }
        visitor.counter(
                "sekisho_upstream_retry_budget_exhausted_total",
                "Requests that did not go to another endpoint because too many had.",
                List.of(),
                sum(loops, RetryCounts::exhaustions));
    }

    private static double sum(List<GatewayLoop> loops, ToLongFunction<RetryCounts> part) {
        return (double)
                loops.stream().mapToLong(l -> part.applyAsLong(l.pools().retryCounts())).sum();
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
