package dev.sekisho.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;

/// As much of an API server as listing and reading need, on loopback; nothing changes in it.
final class ListedCluster implements AutoCloseable {

    private final ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
    private final Map<String, String> answers = new ConcurrentHashMap<>();
    private final CompletableFuture<Void> closed = new CompletableFuture<>();
    private final HttpServer server;

    /// On any port if it is 0.
    ListedCluster(int port) throws IOException {
        server =
                HttpServer.create(new InetSocketAddress(InetAddress.getLoopbackAddress(), port), 0);
        server.setExecutor(threads);
        server.createContext("/", this::answer);
        server.start();
    }

    ListedCluster list(String path, String... items) {
        answers.put(
                path,
                """
                {"kind": "List", "metadata": {"resourceVersion": "1"}, "items": [%s]}
                """
                        .formatted(String.join(",", items)));
        return this;
    }

    ListedCluster object(String path, String item) {
        answers.put(path, item);
        return this;
    }

    int port() {
        return server.getAddress().getPort();
    }

    void writeKubeconfig(Path file) throws IOException {
        Files.writeString(
                file,
                """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: test, user: {token: none}}]
                """
                        .formatted(port()));
    }

    private void answer(HttpExchange exchange) throws IOException {
        try (exchange) {
            var query = exchange.getRequestURI().getQuery();
            var known = answers.get(exchange.getRequestURI().getPath());
            if (query != null && query.contains("watch=")) {
                exchange.sendResponseHeaders(200, 0);
                exchange.getResponseBody().flush();
                closed.join();
            } else if (known == null) {
                send(exchange, 404, "{\"kind\": \"Status\"}");
            } else {
                send(exchange, 200, known);
            }
        }
    }

    private static void send(HttpExchange exchange, int status, String text) throws IOException {
        var bytes = text.getBytes(StandardCharsets.UTF_8);
        exchange.getResponseHeaders().add("Content-Type", "application/json");
        exchange.sendResponseHeaders(status, bytes.length);
        exchange.getResponseBody().write(bytes);
    }

    @Override
    public void close() {
        closed.complete(null);
        server.stop(0);
        threads.shutdownNow();
    }
}
