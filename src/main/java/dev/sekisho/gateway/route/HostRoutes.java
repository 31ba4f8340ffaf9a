package dev.sekisho.gateway.route;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.http.Passthrough;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.VirtualHost;
import java.nio.charset.StandardCharsets;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The routes of one host, in the order of precedence, and the shape of their paths.
///
/// All that a look-up needs of a host is here, so that it touches little memory.
final class HostRoutes {

    private final byte[] name;
    private final int hash;
    private final int allowedInPaths;
    private final PathShape shape;
    private final CompiledRoute[] routes;
    private final @Nullable CompiledRoute passed;

    HostRoutes(VirtualHost host, PathShape shape, List<CompiledRoute> routes) {
        this.name = key(host.host()).getBytes(StandardCharsets.UTF_8);
        this.allowedInPaths = host.paths().mask();
        this.hash = Hashing.spread(Hashing.of(name));
        this.shape = shape;
        this.routes = routes.toArray(CompiledRoute[]::new);
        this.passed = passed(host, routes);
    }

    private static @Nullable CompiledRoute passed(VirtualHost host, List<CompiledRoute> routes) {
        if (host.passthrough() == Passthrough.NONE) {
            return null;
        }
        Route rest = VirtualHost.rest(host.routes()).orElseThrow();
        return routes.get(host.routes().indexOf(rest));
    }

    private static String key(HostPattern host) {
        return switch (host) {
            case HostPattern.Exact(var name) -> name;
            case HostPattern.Wildcard(var suffix) -> suffix;
            case HostPattern.Any() -> "";
        };
    }

    /// Which unusual paths the host serves, as bits of `PathOddity`.
    int allowedInPaths() {
        return allowedInPaths;
    }

    /// Where TLS connections that ask for the host go as they are; null if TLS is ended here.
    @Nullable CompiledRoute passed() {
        return passed;
    }

    int hash() {
        return hash;
    }

    /// Whether this host, or wildcard suffix, is spelled so, in any case of letters.
    boolean isNamed(byte[] bytes, int start, int end) {
        if (name.length != end - start) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (name[i] != Hashing.lower(bytes[start + i])) {
                return false;
            }
        }
        return true;
    }

    @Nullable CompiledRoute find(byte[] bytes, int pathStart, int pathEnd) {
        int rank = shape.find(bytes, pathStart, pathEnd);
        return rank == PathShape.NONE ? null : routes[rank];
    }
}
