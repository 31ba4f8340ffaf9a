package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.gateway.observe.StatsRegistry;
import dev.sekisho.gateway.route.BackendSlot;
import dev.sekisho.gateway.route.RouteTable;
import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Publication;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.http.Balancing;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.RetryCondition;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.http.RouteOrigin;
import dev.sekisho.model.http.VirtualHost;
import dev.sekisho.model.tls.TlsTable;
import io.netty.channel.DefaultEventLoop;
import io.netty.channel.local.LocalChannel;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.atomic.AtomicLong;
import java.util.stream.IntStream;

/// One backend on one event loop, without sockets and with a clock that tests move.
final class BackendTrial {

    private static final BackendId ID = new BackendId("shop", "web", 80);

    final AtomicLong clock = new AtomicLong(1);
    private final Balancing balancing;
    private final UpstreamPools pools;
    private RouteTable table;

    BackendTrial(Balancing balancing, int endpoints) {
        this(balancing, endpoints, Duration.ZERO);
    }

    BackendTrial(Balancing balancing, int endpoints, Duration slowStart) {
        this.balancing = balancing;
        UpstreamSettings settings =
                new UpstreamSettings(Duration.ofSeconds(60), 1000, 32, 20, 3, slowStart);
        pools =
                new UpstreamPools(
                        new DefaultEventLoop(),
                        new TimerWheel(),
                        settings,
                        LocalChannel::new,
                        Map.of(),
                        (_, _, _) -> {
                            throw new IllegalStateException("no TLS in this test");
                        },
                        new Ejections(3, clock::get));
        table = RouteTable.compile(snapshot(addresses(endpoints)), new StatsRegistry(1));
    }

    static List<Endpoint> addresses(int count) {
        return IntStream.rangeClosed(1, count)
                .mapToObj(i -> new Endpoint("10.0.0." + i, 80))
                .toList();
    }

    private Snapshot snapshot(List<Endpoint> endpoints) {
        RouteAction action = new RouteAction.Forward(ID, ForwardPolicy.DEFAULT.with(balancing));
        RouteOrigin origin = new RouteOrigin("shop", "web", "web", "80", "/");
        Route route = new Route(new PathMatch.Prefix("/"), origin, List.of(), action);
        TreeMap<BackendId, Backend> backends = new TreeMap<>();
        backends.put(ID, new Backend(ID, endpoints));
        return new Snapshot(
                1,
                List.of(new VirtualHost(new HostPattern.Any(), List.of(route))),
                backends,
                TlsTable.EMPTY,
                Publication.NONE);
    }

    void change(List<Endpoint> endpoints) {
        table = table.withBackends(snapshot(endpoints));
        pool();
    }

    void remove() {
        pools.adopt(Map.of());
    }

    BackendSlot slot() {
        return table.backends().getFirst();
    }

    BackendPool pool() {
        return pools.backend(slot());
    }

    BackendEndpoint next() {
        return next(new Attempts(), 0);
    }

    BackendEndpoint next(Attempts attempts, long key) {
        BackendEndpoint chosen = pool().next(attempts, balancing, key);
        if (chosen == null) {
            throw new AssertionError("no endpoint");
        }
        return chosen;
    }

    /// The endpoint with this last number.
    BackendEndpoint numbered(int number) {
        Attempts others = new Attempts();
        while (true) {
            BackendEndpoint endpoint = pool().next(others, new Balancing.RoundRobin(), 0);
            if (endpoint == null) {
                throw new AssertionError("no endpoint " + number);
            }
            if (endpoint.toString().equals("10.0.0." + number + ":80")) {
                return endpoint;
            }
            others.add(endpoint);
        }
    }

    void eject(int number) {
        BackendEndpoint endpoint = numbered(number);
        for (int i = 0; i < 3; i++) {
            endpoint.connectFailed(RetryCondition.ERROR);
        }
    }

    void pass(Duration time) {
        clock.addAndGet(time.toNanos());
    }
}
