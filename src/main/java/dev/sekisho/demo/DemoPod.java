package dev.sekisho.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.json.JsonObject;
import java.util.Locale;
import java.util.Objects;

/// One pod of the example shop, as a server on a port of its own.
public final class DemoPod {

    private static final long LONGEST_DELAY = 10_000;

    private final Vertx vertx;
    private final String service;
    private final String name;

    /// `service` is `front`, `api` or `db`; `name` tells the pods of one Service apart.
    public DemoPod(Vertx vertx, String service, String name) {
        this.vertx = vertx;
        this.service = service;
        this.name = name;
    }

    /// Starts to answer; port 0 picks one, which the server then knows.
    public Future<HttpServer> listen(String address, int port) {
        return vertx.createHttpServer().requestHandler(this::answer).listen(port, address);
    }

    private void answer(HttpServerRequest request) {
        var path = Objects.requireNonNullElse(request.path(), "/");
        if (path.equals("/healthz")) {
            request.response().putHeader("Content-Type", "text/plain").end("ok\n");
        } else if (service.equals("front") && !path.startsWith("/whoami")) {
            // An answer before the end of the request would leave a client's upload unread.
            request.endHandler(_ -> showFrontPage(request));
        } else {
            afterDelay(request);
        }
    }

    private void showFrontPage(HttpServerRequest request) {
        request.response()
                .putHeader("Content-Type", "text/html; charset=utf-8")
                .putHeader("X-Pod", name)
                .end(frontPage());
    }

    /// `?delay=500` answers half a second later, to show time-outs and draining.
    private void afterDelay(HttpServerRequest request) {
        request.bodyHandler(body -> {
            var delay = delay(request.getParam("delay", "0"));
            if (delay == 0) {
                report(request, body.length());
            } else {
                vertx.setTimer(delay, _ -> report(request, body.length()));
            }
        });
    }

    private static long delay(String text) {
        try {
            return Math.clamp(Long.parseLong(text), 0, LONGEST_DELAY);
        } catch (NumberFormatException _) {
            return 0;
        }
    }

    private void report(HttpServerRequest request, int bodyLength) {
        var headers = new JsonObject();
        request.headers()
                .forEach(header ->
                        headers.put(header.getKey().toLowerCase(Locale.ROOT), header.getValue()));
        var report =
                new JsonObject()
                        .put("pod", name)
                        .put("service", service)
                        .put("method", request.method().name())
                        .put("path", request.path())
                        .put("body", bodyLength)
                        .put("headers", headers);
        request.response()
                .putHeader("Content-Type", "application/json")
                .putHeader("X-Pod", name)
                .end(report.encode() + "\n");
    }

    private String frontPage() {
        return """
        <!doctype html>
        <html lang="en">
        <head><meta charset="utf-8"><title>Shop</title></head>
        <body>
        <h1>Shop</h1>
        <p>This page comes from the pod <b>%s</b>; <a href="/api/products">the API</a> has pods of its own.</p>
        </body>
        </html>
        """
                .formatted(name);
    }
}
