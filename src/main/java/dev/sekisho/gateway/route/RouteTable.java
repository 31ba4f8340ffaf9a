package dev.sekisho.gateway.route;

import dev.sekisho.gateway.observe.RouteStats;
import dev.sekisho.gateway.observe.StatsRegistry;
import dev.sekisho.model.Backend;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.http.VirtualHost;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Finds the route of a request in a time that does not depend on how many hosts or routes there
/// are, without allocating. Immutable but for the endpoints of its backends.
public final class RouteTable {

    public static final RouteTable EMPTY = compile(Snapshot.EMPTY, new StatsRegistry(0));

    private final HostIndex exactHosts;
    private final HostIndex wildcardHosts;
    private final @Nullable HostRoutes anyHost;
    private final RouteStats unmatchedStats;
    private final List<SlotCell> cells;
    private final List<BackendSlot> slots;

    private RouteTable(
            HostIndex exactHosts,
            HostIndex wildcardHosts,
            @Nullable HostRoutes anyHost,
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
        TableDraft draft = new TableDraft(backends, registry);
        List<HostRoutes> exact = new ArrayList<>();
        List<HostRoutes> wildcards = new ArrayList<>();
        HostRoutes any = null;
        for (VirtualHost host : snapshot.virtualHosts()) {
            HostRoutes routes = draft.routes(host);
            switch (host.host()) {
                case HostPattern.Exact _ -> exact.add(routes);
                case HostPattern.Wildcard _ -> wildcards.add(routes);
                case HostPattern.Any _ -> any = routes;
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

    /// The route of a request, or null if there is none.
    ///
    /// The host is a name without port in any case of letters; a trailing dot is ignored. The path
    /// is without query. The most specific host pattern that matches the name decides alone: where
    /// its paths do not match, less specific ones are not asked.
    public @Nullable CompiledRoute find(
            byte[] bytes, int hostStart, int hostEnd, int pathStart, int pathEnd) {
        HostRoutes routes = routes(bytes, hostStart, hostEnd);
        return routes == null ? null : routes.find(bytes, pathStart, pathEnd);
    }

    /// Which unusual paths a host serves, as bits of `PathOddity`; 0 for an unknown host.
    public int allowedInPaths(byte[] bytes, int hostStart, int hostEnd) {
        HostRoutes routes = routes(bytes, hostStart, hostEnd);
        return routes == null ? 0 : routes.allowedInPaths();
    }

    /// Where a TLS connection that asks for this name goes as it is; null if TLS is ended here. The
    /// most specific host pattern decides alone, as for requests.
    public @Nullable CompiledRoute passed(String serverName) {
        byte[] name = serverName.getBytes(StandardCharsets.ISO_8859_1);
        HostRoutes routes = routes(name, 0, name.length);
        return routes == null ? null : routes.passed();
    }

    private @Nullable HostRoutes routes(byte[] bytes, int start, int end) {
        int nameEnd = end > start && bytes[end - 1] == '.' ? end - 1 : end;
        HostRoutes exact = exactHosts.find(bytes, start, nameEnd);
        if (exact != null) {
            return exact;
        }
        int dot = start;
        while (dot < nameEnd && bytes[dot] != '.') {
            dot++;
        }
        HostRoutes wildcard =
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
            cell.replace(backend);
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
