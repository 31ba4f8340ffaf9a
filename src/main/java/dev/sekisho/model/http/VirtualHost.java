package dev.sekisho.model.http;

import dev.sekisho.model.HostPattern;
import java.util.List;
import java.util.Optional;

/// The routes of one host pattern, in the order of precedence: the first that matches wins.
///
/// Where TLS is passed through, connections go where requests go that no longer path matches; such
/// a host has a route for that.
public record VirtualHost(
        HostPattern host, List<Route> routes, PathPolicy paths, Passthrough passthrough) {

    private static final PathMatch REST = new PathMatch.Prefix("/");

    public VirtualHost {
        routes = List.copyOf(routes);
        if (passthrough != Passthrough.NONE && rest(routes).isEmpty()) {
            throw new IllegalArgumentException(
                    "TLS for '" + host.text() + "' is passed through to nobody");
        }
    }

    /// A host for which TLS is ended here.
    public VirtualHost(HostPattern host, List<Route> routes, PathPolicy paths) {
        this(host, routes, paths, Passthrough.NONE);
    }

    /// A host that serves no unusual paths.
    public VirtualHost(HostPattern host, List<Route> routes) {
        this(host, routes, PathPolicy.STRICT);
    }

    /// The route that takes what no longer path matches.
    public static Optional<Route> rest(List<Route> routes) {
        return routes.stream().filter(route -> route.path().equals(REST)).findFirst();
    }
}
