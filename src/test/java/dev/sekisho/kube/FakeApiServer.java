package dev.sekisho.kube;

import static java.util.Objects.requireNonNull;

import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.Config;
import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import io.vertx.core.http.HttpServerRequest;
import io.vertx.core.http.ServerWebSocket;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentSkipListMap;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.IntSupplier;

/// As much of an API server as reading needs, misbehaving on command.
///
/// Objects live under their path. Watches bring only what the test pushes.
final class FakeApiServer implements AutoCloseable {

    private final KubernetesSerialization json = new KubernetesSerialization();
    private final Vertx vertx = Vertx.vertx();
    private final HttpServer server;
    private final SortedMap<String, String> objects = new ConcurrentSkipListMap<>();
    private final Map<String, IntSupplier> refusals = new ConcurrentHashMap<>();
    private final Map<String, List<ServerWebSocket>> watches = new ConcurrentHashMap<>();
    private final AtomicInteger underWay = new AtomicInteger();
    private volatile int pause;

    final List<String> requests = new CopyOnWriteArrayList<>();
    final AtomicInteger mostAtATime = new AtomicInteger();
    volatile String version = "100";

    FakeApiServer() {
        this.server =
                await(vertx.createHttpServer().requestHandler(this::handle).listen(0, "127.0.0.1"));
    }

    ClusterConnection connection() {
        var config =
                new ConfigBuilder(Config.empty())
                        .withMasterUrl("http://127.0.0.1:" + server.actualPort())
                        .build();
        return ClusterConnection.to(config);
    }

    void put(String path, HasMetadata object) {
        objects.put(path, json.asJson(object));
    }

    void putRaw(String path, String text) {
        objects.put(path, text);
    }

    void remove(String path) {
        objects.remove(path);
    }

    /// Answers requests that start with `verb path` with a status as long as it is not 0.
    void refuse(String request, IntSupplier status) {
        refusals.put(request, status);
    }

    void answerAfter(int millis) {
        pause = millis;
    }

    /// Sends an event to the watches of a collection.
    void push(String collection, String type, HasMetadata object) {
        pushRaw(collection, "{\"type\":\"" + type + "\",\"object\":" + json.asJson(object) + "}");
    }

    void pushRaw(String collection, String frame) {
        watches(collection).forEach(watch -> watch.writeTextMessage(frame));
    }

    void drop(String collection) {
        watches(collection).forEach(watch -> watch.close((short) 1001));
    }

    int openWatches(String collection) {
        return watches(collection).size();
    }

    /// The requests that start with this.
    List<String> requested(String prefix) {
        return requests.stream().filter(it -> it.startsWith(prefix)).toList();
    }

    private List<ServerWebSocket> watches(String collection) {
        return watches.computeIfAbsent(collection, _ -> new CopyOnWriteArrayList<>());
    }

    private void handle(HttpServerRequest request) {
        var watch = "true".equals(request.getParam("watch"));
        var key = (watch ? "watch " : "get ") + path(request);
        requests.add(key + "?" + (request.query() == null ? "" : request.query()));
        var refused =
                refusals.entrySet().stream()
                        .filter(entry -> key.startsWith(entry.getKey()))
                        .mapToInt(entry -> entry.getValue().getAsInt())
                        .filter(status -> status != 0)
                        .findFirst();
        if (refused.isPresent()) {
            status(request, refused.getAsInt());
        } else if (watch) {
            request.toWebSocket().onSuccess(socket -> opened(path(request), socket));
        } else if (pause > 0) {
            mostAtATime.accumulateAndGet(underWay.incrementAndGet(), Math::max);
            vertx.setTimer(
                    pause,
                    _ -> {
                        underWay.decrementAndGet();
                        answer(request);
                    });
        } else {
            answer(request);
        }
    }

    private void opened(String collection, ServerWebSocket socket) {
        watches(collection).add(socket);
        socket.closeHandler(_ -> watches(collection).remove(socket));
    }

    private void answer(HttpServerRequest request) {
        var object = objects.get(path(request));
        if (object != null) {
            body(request, object);
        } else if (path(request).matches(".*/(secrets|services)/[^/]+")) {
            status(request, 404);
        } else {
            list(request);
        }
    }

    /// A page of the objects one level below the path; with `continue=N` it starts at the Nth.
    private void list(HttpServerRequest request) {
        var prefix = path(request) + "/";
        var anyNamespace = path(request).replaceAll("([^/]+)$", "namespaces/[^/]+/$1/[^/]+");
        var all =
                objects.entrySet().stream()
                        .filter(it ->
                                it.getKey().startsWith(prefix) || it.getKey().matches(anyNamespace))
                        .map(Map.Entry::getValue)
                        .toList();
        var from = request.getParam("continue") == null ? 0 : number(request, "continue");
        var to = Math.min(all.size(), from + number(request, "limit"));
        var next = to < all.size() ? ",\"continue\":\"" + to + "\"" : "";
        body(
                request,
                "{\"kind\":\"List\",\"metadata\":{\"resourceVersion\":\""
                        + version
                        + "\""
                        + next
                        + "},\"items\":["
                        + String.join(",", all.subList(from, to))
                        + "]}");
    }

    private static String path(HttpServerRequest request) {
        return requireNonNull(request.path());
    }

    private static int number(HttpServerRequest request, String name) {
        return Integer.parseInt(request.getParam(name));
    }

    private static void body(HttpServerRequest request, String json) {
        request.response().putHeader("Content-Type", "application/json").end(json);
    }

    private static void status(HttpServerRequest request, int code) {
        request.response()
                .setStatusCode(code)
                .putHeader("Content-Type", "application/json")
                .end(
                        "{\"kind\":\"Status\",\"apiVersion\":\"v1\",\"code\":"
                                + code
                                + ",\"message\":\"refused with "
                                + code
                                + "\"}");
    }

    private static <T> T await(Future<T> future) {
        return future.toCompletionStage().toCompletableFuture().join();
    }

    @Override
    public void close() {
        Arrays.asList(server.close(), vertx.close()).forEach(FakeApiServer::await);
    }
}
