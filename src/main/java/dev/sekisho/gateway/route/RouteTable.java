package dev.sekisho.gateway.route;

import dev.sekisho.gateway.observe.RouteStats;
import dev.sekisho.gateway.observe.StatsRegistry;
import dev.sekisho.model.Backend;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.http.VirtualHost;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request in a time that does not depend on how many hosts or routes there
/// are, without allocating. Immutable but for the endpoints of its backends.
public final class RouteTable {

    public static final RouteTable EMPTY = compile(Snapshot.EMPTY, new StatsRegistry(0));

    private final HostIndex exactHosts;
    private final HostIndex wildcardHosts;
    private final @Nullable PathIndex anyHost;
    private final RouteStats unmatchedStats;
    private final List<SlotCell> cells;
    private final List<BackendSlot> slots;

    private RouteTable(
            HostIndex exactHosts,
            HostIndex wildcardHosts,
            @Nullable PathIndex anyHost,
            RouteStats unmatchedStats,
            List<SlotCell> cells) {
        this.exactHosts = exactHosts;
        this.wildcardHosts = wildcardHosts;
        this.anyHost = anyHost;
        this.unmatchedStats = unmatchedStats;
        this.cells = cells;
        this.slots = cells.stream().map(SlotCell::slot).toList();
    }

    /// Compiles the virtual hosts of a snapshot. To be called by one thread at a time per registry.
    public static RouteTable compile(Snapshot snapshot, StatsRegistry registry) {
        Backends backends = new Backends(snapshot);
        Map<String, PathIndex> exact = new HashMap<>();
        Map<String, PathIndex> wildcards = new HashMap<>();
        PathIndex any = null;
        for (VirtualHost host : snapshot.virtualHosts()) {
            PathIndex paths = paths(host, backends, registry);
            switch (host.host()) {
                case HostPattern.Exact(var name) -> exact.put(name, paths);
                case HostPattern.Wildcard(var suffix) -> wildcards.put(suffix, paths);
                case HostPattern.Any() -> any = paths;
            }
        }
        registry.tableCompiled();
        return new RouteTable(
                new HostIndex(exact),
                new HostIndex(wildcards),
                any,
                registry.unmatched(),
                backends.cells());
    }

    private static PathIndex paths(VirtualHost host, Backends backends, StatsRegistry registry) {
        List<CompiledRoute> compiled = new ArrayList<>(host.routes().size());
        for (Route route : host.routes()) {
            SlotCell cell =
                    switch (route.action()) {
                        case RouteAction.Forward(var backend, _) -> backends.cell(backend);
                        case RouteAction.Unavailable _ -> null;
                    };
            RouteStats stats = registry.statsFor(host.host().text(), route.origin());
            compiled.add(new CompiledRoute(route, stats, cell, compiled.size()));
        }
        return new PathIndex(compiled);
    }

    /// The route of a request, or null if there is none.
    ///
    /// The host is a name without port in any case of letters; a trailing dot is ignored. The path
    /// is without query. The most specific host pattern that matches the name decides alone: where
    /// its paths do not match, less specific ones are not asked.
    public @Nullable CompiledRoute find(
            byte[] bytes, int hostStart, int hostEnd, int pathStart, int pathEnd) {
        PathIndex paths = paths(bytes, hostStart, hostEnd);
        return paths == null ? null : paths.find(bytes, pathStart, pathEnd);
    }

    private @Nullable PathIndex paths(byte[] bytes, int start, int end) {
        int nameEnd = end > start && bytes[end - 1] == '.' ? end - 1 : end;
        PathIndex exact = exactHosts.find(bytes, start, nameEnd);
        if (exact != null) {
            return exact;
        }
        int dot = start;
        while (dot < nameEnd && bytes[dot] != '.') {
            dot++;
        }
        PathIndex wildcard =
                dot == start || dot == nameEnd ? null : wildcardHosts.find(bytes, dot, nameEnd);
        return wildcard != null ? wildcard : anyHost;
    }

    /// This table with the endpoints of `snapshot`, which has the same hosts and backends.
    ///
    /// Costs a step per backend. Routes found in this table see the new endpoints as well.
    public RouteTable withBackends(Snapshot snapshot) {
        if (snapshot.backends().size() > cells.size()) {
            throw new IllegalArgumentException("the snapshot has other backends than the table");
        }
        Iterator<SlotCell> cell = cells.iterator();
        for (Backend backend : snapshot.backends().values()) {
            update(cell.next(), backend);
        }
        return new RouteTable(exactHosts, wildcardHosts, anyHost, unmatchedStats, cells);
    }

    private static void update(SlotCell cell, Backend backend) {
        BackendSlot slot = cell.slot();
        if (!slot.id().equals(backend.id())) {
            throw new IllegalArgumentException("the snapshot has other backends than the table");
        }
        if (!slot.backend().equals(backend)) {
            cell.replace(new BackendSlot(slot.index(), backend));
        }
    }

    /// The slots in the order of their index.
    public List<BackendSlot> backends() {
        return slots;
    }

    /// The stats of requests that this table has no route for.
    public RouteStats unmatchedStats() {
        return unmatchedStats;
    }
}
