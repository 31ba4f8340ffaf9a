package dev.sekisho.bench;

import dev.sekisho.gateway.observe.StatsRegistry;
import dev.sekisho.gateway.route.CompiledRoute;
import dev.sekisho.gateway.route.RouteTable;
import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Publication;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.http.RouteOrigin;
import dev.sekisho.model.http.VirtualHost;
import dev.sekisho.model.tls.TlsTable;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.openjdk.jmh.annotations.Benchmark;
import org.openjdk.jmh.annotations.BenchmarkMode;
import org.openjdk.jmh.annotations.Fork;
import org.openjdk.jmh.annotations.Measurement;
import org.openjdk.jmh.annotations.Mode;
import org.openjdk.jmh.annotations.OutputTimeUnit;
import org.openjdk.jmh.annotations.Param;
import org.openjdk.jmh.annotations.Scope;
import org.openjdk.jmh.annotations.Setup;
import org.openjdk.jmh.annotations.State;
import org.openjdk.jmh.annotations.Warmup;

/// Finds routes among few and many hosts of six paths each. The cost should be the same.
@State(Scope.Thread)
@BenchmarkMode(Mode.AverageTime)
@OutputTimeUnit(TimeUnit.NANOSECONDS)
@Warmup(iterations = 3, time = 1)
@Measurement(iterations = 5, time = 1)
@Fork(1)
public class RouteTableBenchmark {

    private static final List<String> PATHS =
            List.of("/api/v1/items", "/api/v1", "/api", "/static", "/healthz", "/");

    /// Requests go round these, so that memory is not always in the nearest cache.
    private static final int REQUESTS = 1024;

    @Param({"10", "10000"})
    int hosts;

    private RouteTable table = RouteTable.EMPTY;
    private byte[][] requests = {};
    private int next;
    private int hostEnd;

    @Setup
    public void compile() {
        table = RouteTable.compile(snapshot(), new StatsRegistry(1));
        requests = new byte[REQUESTS][];
        for (int i = 0; i < REQUESTS; i++) {
            int host = (int) (i * 2_654_435_761L % hosts);
            String request = name(host) + "/api/v1/items/17/parts";
            requests[i] = request.getBytes(StandardCharsets.US_ASCII);
        }
        hostEnd = name(0).length();
    }

    private Snapshot snapshot() {
        List<VirtualHost> virtualHosts = new ArrayList<>();
        SortedMap<BackendId, Backend> backends = new TreeMap<>();
        for (int i = 0; i < hosts; i++) {
            BackendId id = new BackendId("shop", "service-" + i, 80);
            Endpoint endpoint = new Endpoint("10.0.0.1", 8080);
            backends.put(id, new Backend(id, List.of(endpoint)));
            virtualHosts.add(new VirtualHost(new HostPattern.Exact(name(i)), routes(id)));
        }
        return new Snapshot(1, virtualHosts, backends, TlsTable.EMPTY, Publication.NONE);
    }

    private static List<Route> routes(BackendId id) {
        RouteAction action = new RouteAction.Forward(id, ForwardPolicy.DEFAULT);
        return PATHS.stream()
                .map(path ->
                        new Route(
                                new PathMatch.Prefix(path),
                                new RouteOrigin("shop", id.service(), "web", "80", path),
                                List.of(),
                                action))
                .toList();
    }

    private static String name(int host) {
        return String.format("app-%05d.shop.example", host);
    }

    @Benchmark
    public @Nullable CompiledRoute find() {
        byte[] request = requests[next++ & (REQUESTS - 1)];
        return table.find(request, 0, hostEnd, hostEnd, request.length);
    }
}
