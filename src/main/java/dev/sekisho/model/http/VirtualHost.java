package dev.sekisho.model.http;

import dev.sekisho.model.HostPattern;
import java.util.List;

/// The routes of one host pattern, in the order of precedence: the first that matches wins.
public record VirtualHost(HostPattern host, List<Route> routes, PathPolicy paths) {

    public VirtualHost {
        routes = List.copyOf(routes);
    }

    /// A host that serves no unusual paths.
    public VirtualHost(HostPattern host, List<Route> routes) {
        this(host, routes, PathPolicy.STRICT);
    }
}
