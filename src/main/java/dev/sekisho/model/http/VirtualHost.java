package dev.sekisho.model.http;

import dev.sekisho.model.HostPattern;
import java.util.List;

/// The routes of one host pattern, in the order of precedence: the first that matches wins.
public record VirtualHost(HostPattern host, List<Route> routes) {

    public VirtualHost {
        routes = List.copyOf(routes);
    }
}
