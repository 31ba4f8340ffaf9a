package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.observe.Observation;
import dev.sekisho.gateway.observe.StatsRegistry;
import dev.sekisho.gateway.tls.TlsSettings;
import dev.sekisho.gateway.tls.TlsTerminator;
import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Publication;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.Passthrough;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.PathPolicy;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.http.RouteOrigin;
import dev.sekisho.model.http.VirtualHost;
import dev.sekisho.model.tls.TlsPolicy;
import dev.sekisho.model.tls.TlsTable;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.TreeMap;
import java.util.concurrent.TimeUnit;

/// A gateway plane with TLS for tests: each host has one backend, and keeps it until it is said
/// anew.
final class TlsGateway implements AutoCloseable {

    private final EventLoopGroup group;
    private final KeptLog log = new KeptLog();
    private final TlsTerminator terminator;
    private final GatewayPlane plane;
    private final TreeMap<HostPattern, VirtualHost> hosts = new TreeMap<>();
    private final TreeMap<BackendId, Backend> backends = new TreeMap<>();
    private TlsTable table = TlsTable.EMPTY;
    private BackendProtocol protocol = BackendProtocol.HTTP;
    private long generation;

    TlsGateway(TlsSettings tls) throws IOException {
        this(tls, new SettingsDraft().ports(0, 0).build());
    }

    TlsGateway(TlsSettings tls, GatewaySettings settings) throws IOException {
        this(tls, settings, new EpollEventLoopGroup(2));
    }

    /// On a group of one or two loops.
    TlsGateway(TlsSettings tls, GatewaySettings settings, EventLoopGroup group) throws IOException {
        this.group = group;
        terminator = new TlsTerminator(tls);
        StatsRegistry stats = new StatsRegistry(2);
        Observation observation = new Observation(stats, log.log(), List.of());
        plane = new GatewayPlane(settings, group, stats, observation, new Termination(terminator));
        plane.start();
    }

    /// The pods of hosts to come speak this.
    TlsGateway speaking(BackendProtocol protocol) {
        this.protocol = protocol;
        return this;
    }

    /// Serves the host from these endpoints from now on.
    TlsGateway host(String name, Passthrough passthrough, List<Endpoint> endpoints) {
        return host(name, passthrough, ForwardPolicy.DEFAULT, endpoints);
    }

    TlsGateway host(
            String name, Passthrough passthrough, ForwardPolicy policy, List<Endpoint> endpoints) {
        return put(virtual(name, passthrough, TlsPolicy.DEFAULT, policy), endpoints);
    }

    /// Serves the host over TLS that keeps this policy.
    TlsGateway host(String name, TlsPolicy tls, List<Endpoint> endpoints) {
        return put(virtual(name, Passthrough.NONE, tls, ForwardPolicy.DEFAULT), endpoints);
    }

    private VirtualHost virtual(
            String name, Passthrough passthrough, TlsPolicy tls, ForwardPolicy policy) {
        HostPattern host =
                name.startsWith("*")
                        ? new HostPattern.Wildcard(name.substring(1))
                        : new HostPattern.Exact(name);
        BackendId backend = new BackendId("shop", name.replace("*", "any"), 443, protocol);
        Route route =
                new Route(
                        new PathMatch.Prefix("/"),
                        new RouteOrigin("shop", "web", backend.service(), "443", "/"),
                        List.of(),
                        new RouteAction.Forward(backend, policy));
        return new VirtualHost(host, List.of(route), PathPolicy.STRICT, passthrough, tls);
    }

    private TlsGateway put(VirtualHost host, List<Endpoint> endpoints) {
        hosts.put(host.host(), host);
        BackendId backend = ((RouteAction.Forward) host.routes().getFirst().action()).backend();
        backends.put(backend, new Backend(backend, sorted(endpoints)));
        return apply();
    }

    private static List<Endpoint> sorted(List<Endpoint> endpoints) {
        return endpoints.stream().sorted().toList();
    }

    TlsGateway tls(TlsTable newer) {
        table = newer;
        return apply();
    }

    /// Serves nothing from now on.
    TlsGateway nothing() {
        hosts.clear();
        backends.clear();
        return apply();
    }

    private TlsGateway apply() {
        List<VirtualHost> virtualHosts = new ArrayList<>(hosts.values());
        plane.apply(new Snapshot(++generation, virtualHosts, backends, table, Publication.NONE));
        return this;
    }

    GatewayPlane plane() {
        return plane;
    }

    TlsTerminator terminator() {
        return terminator;
    }

    int https() {
        return plane.boundPorts().https();
    }

    int http() {
        return plane.boundPorts().http();
    }

    double sample(String name) {
        return Samples.of(plane).byName().getOrDefault(name, 0.0);
    }

    /// The access log as it is now.
    String logged() {
        return log.text();
    }

    @Override
    public void close() {
        plane.close();
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        terminator.close();
        log.close();
        assertThat(plane.bugs().count()).as("bugs of the gateway, see the log").isZero();
    }
}
