package dev.sekisho.model.http;

import java.util.List;

/// What happens to requests of one path: the filters run in order, then the action.
public record Route(PathMatch path, RouteOrigin origin, List<Filter> filters, RouteAction action) {

    public Route {
        filters = List.copyOf(filters);
    }
}
