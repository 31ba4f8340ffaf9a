package dev.sekisho.model.http;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.tls.TlsPolicy;
import java.util.List;
import java.util.Optional;

/// The routes of one host pattern, in the order of precedence: the first that matches wins.
///
/// Where TLS is passed through, connections go where requests go that no longer path matches; such
/// a host has a route for that.
///
/// `tls` is what a request over TLS is judged by, whatever server name its connection was made for.
/// The `TlsHost` of the same name is to be given the same, as handshakes go by that one: where it
/// is not, no connection keeps the policy, and the host is shut rather than open.
public record VirtualHost(
        HostPattern host,
        List<Route> routes,
        PathPolicy paths,
        Passthrough passthrough,
        TlsPolicy tls) {

    private static final PathMatch REST = new PathMatch.Prefix("/");

    public VirtualHost {
        routes = List.copyOf(routes);
        if (passthrough != Passthrough.NONE && rest(routes).isEmpty()) {
            throw new IllegalArgumentException(
                    "TLS for '" + host.text() + "' is passed through to nobody");
        }
    }

    /// A host that asks no more of TLS than others.
    public VirtualHost(
            HostPattern host, List<Route> routes, PathPolicy paths, Passthrough passthrough) {
        this(host, routes, paths, passthrough, TlsPolicy.DEFAULT);
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
