package dev.sekisho.kube;

import io.fabric8.kubernetes.api.model.Status;
import io.fabric8.kubernetes.client.http.HttpClient;
import io.fabric8.kubernetes.client.http.HttpRequest;
import io.fabric8.kubernetes.client.http.HttpResponse;
import io.fabric8.kubernetes.client.http.WebSocketHandshakeException;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.net.URI;
import java.time.Duration;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.TimeoutException;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/// Requests to the API server on fabric8's HTTP client, which knows credentials and certificates.
///
/// Calls wait, so they belong on virtual threads; bodies are decoded by the caller's thread.
final class ApiServer {

    private static final String JSON = "application/json";
    private static final String STRATEGIC_PATCH = "application/strategic-merge-patch+json";
    private static final String MERGE_PATCH = "application/merge-patch+json";

    private final HttpClient http;
    private final KubernetesSerialization serialization;
    private final String base;
    private final Duration timeout;

    ApiServer(ClusterConnection connection, Duration timeout) {
        this.http = connection.http();
        this.serialization = connection.serialization();
        this.base = connection.server().replaceAll("/+$", "");
        this.timeout = timeout;
    }

    /// Where the server is, for messages.
    String address() {
        return base;
    }

    byte[] get(String path) throws ApiException, InterruptedException {
        return send(http.newHttpRequestBuilder().uri(base + path));
    }

    <T> T get(String path, Class<T> type) throws ApiException, InterruptedException {
        return decode(get(path), type);
    }

    <T> T create(String path, T object, Class<T> type) throws ApiException, InterruptedException {
        var request = http.newHttpRequestBuilder().uri(base + path);
        return decode(send(request.post(JSON, serialization.asJson(object))), type);
    }

    void create(String path, Object json) throws ApiException, InterruptedException {
        var request = http.newHttpRequestBuilder().uri(base + path);
        send(request.post(JSON, serialization.asJson(json)));
    }

    <T> T replace(String path, T object, Class<T> type) throws ApiException, InterruptedException {
        var request = http.newHttpRequestBuilder().uri(base + path);
        return decode(send(request.put(JSON, serialization.asJson(object))), type);
    }

    /// Applies a JSON merge patch, which touches only the fields it names.
    void merge(String path, Object patch) throws ApiException, InterruptedException {
        var request = http.newHttpRequestBuilder().uri(base + path);
        send(request.patch(MERGE_PATCH, serialization.asJson(patch)));
    }

    /// Applies a strategic merge patch, which knows the lists of Kubernetes' own kinds by their
    /// keys.
    void strategic(String path, Object patch) throws ApiException, InterruptedException {
        var request = http.newHttpRequestBuilder().uri(base + path);
        send(request.patch(STRATEGIC_PATCH, serialization.asJson(patch)));
    }

    /// Opens a watch; the caller closes it.
    WatchStream watch(String path) throws ApiException, InterruptedException {
        var stream = new WatchStream();
        var request =
                http.newWebSocketBuilder()
                        .uri(URI.create(base + path))
                        .connectTimeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        try {
            await(() -> request.buildAsync(stream));
            return stream;
        } catch (ApiException | InterruptedException e) {
            stream.close();
            throw e;
        }
    }

    <T> T decode(byte[] json, Class<T> type) throws ApiException {
        try {
            return serialization.unmarshal(new ByteArrayInputStream(json), type);
        } catch (RuntimeException e) {
            throw new ApiException(0, "cannot decode " + type.getSimpleName() + ": " + brief(e));
        }
    }

    private byte[] send(HttpRequest.Builder request) throws ApiException, InterruptedException {
        request.timeout(timeout.toMillis(), TimeUnit.MILLISECONDS);
        var response = await(() -> http.sendAsync(request.build(), byte[].class));
        if (!response.isSuccessful()) {
            throw new ApiException(response.code(), reason(response));
        }
        var body = response.body();
        return body == null ? new byte[0] : body;
    }

    private <T> T await(Supplier<CompletableFuture<T>> request)
            throws ApiException, InterruptedException {
        var answer = started(request);
        try {
            return answer.get(timeout.toMillis(), TimeUnit.MILLISECONDS);
        } catch (ExecutionException e) {
            throw failure(e.getCause() == null ? e : e.getCause());
        } catch (TimeoutException e) {
            answer.cancel(true);
            throw new ApiException(0, "no answer within " + timeout.toMillis() + " ms");
        } catch (InterruptedException e) {
            answer.cancel(true);
            throw e;
        }
    }

    private static <T> CompletableFuture<T> started(Supplier<CompletableFuture<T>> request) {
        try {
            return request.get();
        } catch (IllegalStateException e) {
            // The client has been closed.
            return CompletableFuture.failedFuture(e);
        }
    }

    private static ApiException failure(Throwable cause) {
        for (Throwable it = cause; it != null; it = it.getCause()) {
            if (it instanceof WebSocketHandshakeException refused) {
                var code = refused.getResponse().code();
                return new ApiException(code, "watch refused with HTTP " + code);
            }
        }
        return new ApiException(0, brief(cause));
    }

    private String reason(HttpResponse<byte[]> response) {
        var message = message(response.body());
        return message.isEmpty() ? "HTTP " + response.code() : message;
    }

    private String message(byte @Nullable [] body) {
        if (body == null || body.length == 0 || body[0] != '{') {
            return "";
        }
        try {
            var message = decode(body, Status.class).getMessage();
            return message == null ? "" : message;
        } catch (ApiException e) {
            return "";
        }
    }

    private static String brief(Throwable cause) {
        var message = cause.getMessage();
        return message == null ? cause.getClass().getSimpleName() : message;
    }
}
