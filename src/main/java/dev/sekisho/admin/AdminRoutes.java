package dev.sekisho.admin;

import io.micrometer.prometheus.PrometheusMeterRegistry;
import io.quarkus.vertx.http.ManagementInterface;
import io.vertx.ext.web.RoutingContext;
import jakarta.enterprise.event.Observes;
import jakarta.inject.Singleton;
import java.time.Instant;

/// The pages of the management port.
///
/// Quarkus 3 registers no other kind of Prometheus registry than the deprecated one.
@Singleton
@SuppressWarnings("deprecation")
class AdminRoutes {

    private static final int SERVICE_UNAVAILABLE = 503;
    private static final String PLAIN = "text/plain; charset=utf-8";
    private static final String JSON = "application/json";

    private final AdminState state;
    private final PrometheusMeterRegistry process;

    AdminRoutes(AdminState state, PrometheusMeterRegistry process) {
        this.state = state;
        this.process = process;
    }

    /// What takes time in proportion to the configuration runs on worker threads.
    void register(@Observes ManagementInterface management) {
        var router = management.router();
        router.get("/healthz").handler(context -> answer(context, PLAIN, "ok\n"));
        router.get("/readyz").handler(this::readiness);
        router.get("/metrics").blockingHandler(this::metrics, false);
        router.get("/debug/snapshot").blockingHandler(this::snapshot, false);
        router.get("/debug/diagnostics").blockingHandler(this::diagnostics, false);
    }

    private void readiness(RoutingContext context) {
        switch (state.readiness()) {
            case Readiness.Ready(var generation) ->
                    answer(context, PLAIN, "ok, generation " + generation + " at start\n");
            case Readiness.Stale(var generation, var saved, var waiting) ->
                    answer(context, PLAIN, stale(generation, saved, waiting));
            case Readiness.Starting(var reason) -> refuse(context, "starting: " + reason + "\n");
            case Readiness.Draining() -> refuse(context, "draining\n");
        }
    }

    /// Still 200: every other replica that starts now is as stale, and none is worse than old.
    private static String stale(long generation, Instant saved, String waiting) {
        return "ok, generation "
                + generation
                + " at start, stale: saved at "
                + saved
                + (waiting.isEmpty() ? "" : "; waiting for " + waiting)
                + "\n";
    }

    private void metrics(RoutingContext context) {
        var text = new PrometheusText();
        state.metrics().forEach(source -> source.collect(text));
        answer(context, PrometheusText.CONTENT_TYPE, text.text() + process.scrape());
    }

    private void snapshot(RoutingContext context) {
        answer(context, JSON, SnapshotJson.of(state.programmed().snapshot()));
    }

    private void diagnostics(RoutingContext context) {
        answer(context, JSON, SnapshotJson.of(state.programmed().diagnostics()));
    }

    private static void refuse(RoutingContext context, String reason) {
        context.response().setStatusCode(SERVICE_UNAVAILABLE);
        answer(context, PLAIN, reason);
    }

    private static void answer(RoutingContext context, String type, String text) {
        context.response().putHeader("Content-Type", type).end(text);
    }
}
