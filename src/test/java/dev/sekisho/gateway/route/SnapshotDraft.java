package dev.sekisho.gateway.route;

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
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Builds snapshots for tests; routes of a host are put in the order of precedence of Ingress v1.
final class SnapshotDraft {

    private static final Comparator<Route> PRECEDENCE =
            Comparator.comparingInt((Route route) -> route.path().path().length())
                    .reversed()
                    .thenComparingInt(route -> route.path() instanceof PathMatch.Exact ? 0 : 1);

    private final SortedMap<HostPattern, List<Route>> hosts = new TreeMap<>();
    private final SortedMap<BackendId, Backend> backends = new TreeMap<>();

    static HostPattern pattern(String host) {
        if (host.isEmpty()) {
            return new HostPattern.Any();
        }
        return host.startsWith("*")
                ? new HostPattern.Wildcard(host.substring(1))
                : new HostPattern.Exact(host);
    }

    static BackendId backendId(String service) {
        return new BackendId("shop", service, 80);
    }

    SnapshotDraft exact(String host, String path, String service) {
        return route(host, new PathMatch.Exact(path), service);
    }

    SnapshotDraft prefix(String host, String path, String service) {
        return route(host, new PathMatch.Prefix(path), service);
    }

    SnapshotDraft route(String host, PathMatch path, String service) {
        RouteOrigin origin = new RouteOrigin("shop", "shop", service, "80", path.path());
        RouteAction action = new RouteAction.Forward(backendId(service), ForwardPolicy.DEFAULT);
        hosts.computeIfAbsent(pattern(host), _ -> new ArrayList<>())
                .add(new Route(path, origin, List.of(), action));
        return endpoints(service);
    }

    SnapshotDraft endpoints(String service, Endpoint... endpoints) {
        BackendId id = backendId(service);
        backends.put(id, new Backend(id, List.of(endpoints)));
        return this;
    }

    SnapshotDraft emptyHost(String host) {
        hosts.computeIfAbsent(pattern(host), _ -> new ArrayList<>());
        return this;
    }

    Snapshot snapshot() {
        List<VirtualHost> virtualHosts = new ArrayList<>();
        hosts.forEach((host, routes) ->
                virtualHosts.add(
                        new VirtualHost(host, routes.stream().sorted(PRECEDENCE).toList())));
        return new Snapshot(1, virtualHosts, backends, TlsTable.EMPTY, Publication.NONE);
    }
}
