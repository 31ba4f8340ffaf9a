package dev.sekisho.gateway.route;

import dev.sekisho.gateway.observe.RouteStats;
import dev.sekisho.gateway.observe.StatsRegistry;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.http.Balancing;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.http.VirtualHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/// What the hosts of a table share while it is compiled: backends, stats and path shapes.
final class TableDraft {

    private final Backends backends;
    private final StatsRegistry registry;
    private final Map<List<PathMatch>, PathShape> shapes = new HashMap<>();

    TableDraft(Backends backends, StatsRegistry registry) {
        this.backends = backends;
        this.registry = registry;
    }

    HostRoutes routes(VirtualHost host) {
        String pattern = host.host().text();
        List<CompiledRoute> compiled = new ArrayList<>(host.routes().size());
        for (Route route : host.routes()) {
            compiled.add(compiled(pattern, route, host));
        }
        return new HostRoutes(host, shape(host.routes()), compiled);
    }

    private CompiledRoute compiled(String pattern, Route route, VirtualHost host) {
        RouteStats stats = registry.statsFor(pattern, route.origin());
        return switch (route.action()) {
            case RouteAction.Forward(var backend, var policy) ->
                    new CompiledRoute(route, stats, cell(backend, policy), host);
            case RouteAction.Unavailable _ -> new CompiledRoute(route, stats, null, host);
        };
    }

    private SlotCell cell(BackendId backend, ForwardPolicy policy) {
        SlotCell cell = backends.cell(backend);
        if (policy.balancing() instanceof Balancing.ConsistentHash) {
            cell.hash();
        }
        return cell;
    }

    private PathShape shape(List<Route> routes) {
        List<PathMatch> paths = routes.stream().map(Route::path).toList();
        return shapes.computeIfAbsent(paths, PathShape::new);
    }
}
