package dev.sekisho.gateway.route;

import dev.sekisho.gateway.observe.RouteStats;
import dev.sekisho.model.http.Route;
import org.jspecify.annotations.Nullable;

/// A route with all that serving a request of it needs at hand.
public final class CompiledRoute {

    private final Route route;
    private final RouteStats stats;
    private final @Nullable SlotCell cell;
    private final int rank;

    /// `rank` is the route's place among those of its host: the lowest that matches wins.
    CompiledRoute(Route route, RouteStats stats, @Nullable SlotCell cell, int rank) {
        this.route = route;
        this.stats = stats;
        this.cell = cell;
        this.rank = rank;
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

    static @Nullable CompiledRoute first(
            @Nullable CompiledRoute one, @Nullable CompiledRoute other) {
        if (one == null) {
            return other;
        }
        return other == null || one.rank < other.rank ? one : other;
    }
}
