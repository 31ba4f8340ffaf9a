package dev.sekisho.demo;

import io.vertx.core.Future;
import io.vertx.core.Vertx;
import io.vertx.core.http.HttpServer;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletionException;

/// The pods of the example shop, all in this process, on ports of the loopback address.
public final class DemoPods implements AutoCloseable {

    /// How many pods each Service of the shop has.
    private static final List<Share> SHARES =
            List.of(new Share("front", 2), new Share("api", 3), new Share("db", 1));

    private static final String LOOPBACK = "127.0.0.1";

    private record Share(String service, int pods) {}

    /// A pod that answers.
    public record RunningPod(String service, String name, String address, int port) {}

    private final List<HttpServer> servers;
    private final List<RunningPod> pods;

    private DemoPods(List<HttpServer> servers, List<RunningPod> pods) {
        this.servers = servers;
        this.pods = pods;
    }

    /// Returns when all of them listen. Must not be called on an event loop.
    public static DemoPods start(Vertx vertx) {
        var servers = new ArrayList<HttpServer>();
        var pods = new ArrayList<RunningPod>();
        for (var share : SHARES) {
            for (var number = 1; number <= share.pods(); number++) {
                var name = share.service() + "-" + number;
                var server = await(new DemoPod(vertx, share.service(), name).listen(LOOPBACK, 0));
                servers.add(server);
                pods.add(new RunningPod(share.service(), name, LOOPBACK, server.actualPort()));
            }
        }
        return new DemoPods(List.copyOf(servers), List.copyOf(pods));
    }

    public List<RunningPod> pods() {
        return pods;
    }

    @Override
    public void close() {
        servers.forEach(HttpServer::close);
    }

    private static <T> T await(Future<T> future) {
        try {
            return future.toCompletionStage().toCompletableFuture().join();
        } catch (CompletionException failed) {
            throw new IllegalStateException("a demo pod did not start", failed.getCause());
        }
    }
}
