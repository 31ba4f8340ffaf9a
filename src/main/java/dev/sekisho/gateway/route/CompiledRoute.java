package dev.sekisho.gateway.route;

import dev.sekisho.gateway.observe.RouteStats;
import dev.sekisho.model.http.Route;
import org.jspecify.annotations.Nullable;

/// A route with all that serving a request of it needs at hand.
public final class CompiledRoute {

    private final Route route;
    private final RouteStats stats;
    private final @Nullable SlotCell cell;

    CompiledRoute(Route route, RouteStats stats, @Nullable SlotCell cell) {
        this.route = route;
        this.stats = stats;
        this.cell = cell;
    }

    public Route route() {
        return route;
    }

    public RouteStats stats() {
        return stats;
    }

    /// Where the route forwards to, with the newest endpoints; null if it does not forward.
    public @Nullable BackendSlot backend() {
        return cell == null ? null : cell.slot();
    }

    @Override
    public String toString() {
        return "CompiledRoute[" + stats.host() + " " + route.path() + "]";
    }
}
