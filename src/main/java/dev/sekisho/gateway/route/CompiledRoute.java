package dev.sekisho.gateway.route;

import dev.sekisho.gateway.observe.RouteStats;
import dev.sekisho.model.http.Passthrough;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.VirtualHost;
import dev.sekisho.model.tls.TlsPolicy;
import org.jspecify.annotations.Nullable;

/// A route with all that serving a request of it needs at hand.
public final class CompiledRoute {

    private final Route route;
    private final RouteStats stats;
    private final @Nullable SlotCell cell;
    private final Passthrough passthrough;
    private final @Nullable TlsPolicy tls;

    CompiledRoute(Route route, RouteStats stats, @Nullable SlotCell cell, VirtualHost host) {
        this.route = route;
        this.stats = stats;
        this.cell = cell;
        this.passthrough = host.passthrough();
        this.tls = host.tls().equals(TlsPolicy.DEFAULT) ? null : host.tls();
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

    /// Whether TLS for its host is passed through, and how. Then no request for it comes to us over
    /// TLS.
    public Passthrough passthrough() {
        return passthrough;
    }

    /// What its host asks of TLS; null if that is no more than any host does.
    public @Nullable TlsPolicy tls() {
        return tls;
    }

    @Override
    public String toString() {
        return "CompiledRoute[" + stats.host() + " " + route.path() + "]";
    }
}
