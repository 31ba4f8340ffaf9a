package dev.sekisho.it;

import com.sun.net.httpserver.HttpExchange;
import com.sun.net.httpserver.HttpServer;
import com.sun.net.httpserver.HttpsConfigurator;
import com.sun.net.httpserver.HttpsServer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;

/// A pod in the test's process. It answers with its name; `/slow` waits until it is released.
final class Origin implements AutoCloseable {

    private final String name;
    private final HttpServer server;
    private final ExecutorService workers = Executors.newVirtualThreadPerTaskExecutor();
    private final CountDownLatch arrived = new CountDownLatch(1);
    private final CountDownLatch released = new CountDownLatch(1);

    Origin(String name) throws IOException {
        this(name, HttpServer.create(anyPort(), 0));
    }

    /// One that speaks TLS.
    Origin(String name, SSLContext context) throws IOException {
        this(name, encrypted(context));
    }

    private static InetSocketAddress anyPort() {
        return new InetSocketAddress(InetAddress.getLoopbackAddress(), 0);
    }

    private static HttpsServer encrypted(SSLContext context) throws IOException {
        var server = HttpsServer.create(anyPort(), 0);
        server.setHttpsConfigurator(new HttpsConfigurator(context));
        return server;
    }

    private Origin(String name, HttpServer server) {
        this.name = name;
        this.server = server;
        server.setExecutor(workers);
        server.createContext("/", this::answer);
        server.start();
    }

    int port() {
        return server.getAddress().getPort();
    }

    /// Waits until somebody waits for `/slow`.
    void awaitSlowRequest() throws InterruptedException {
        if (!arrived.await(20, TimeUnit.SECONDS)) {
            throw new IllegalStateException("no request for /slow came");
        }
    }

    void release() {
        released.countDown();
    }

    private void answer(HttpExchange exchange) throws IOException {
        if (exchange.getRequestURI().getPath().endsWith("/slow")) {
            arrived.countDown();
            awaitRelease();
        }
        var body = name.getBytes(StandardCharsets.UTF_8);
        exchange.getRequestBody().readAllBytes();
        exchange.getResponseHeaders().add("X-Path", exchange.getRequestURI().toString());
        exchange.getResponseHeaders()
                .add("X-Saw-Host", exchange.getRequestHeaders().getFirst("Host"));
        exchange.getResponseHeaders()
                .add("X-Saw-Client", exchange.getRequestHeaders().getFirst("X-Real-IP"));
        exchange.sendResponseHeaders(200, body.length);
        try (var out = exchange.getResponseBody()) {
            out.write(body);
        }
    }

    private void awaitRelease() {
        try {
            released.await();
        } catch (InterruptedException _) {
            Thread.currentThread().interrupt();
        }
    }

    @Override
    public void close() {
        released.countDown();
        server.stop(0);
        workers.shutdownNow();
    }
}
