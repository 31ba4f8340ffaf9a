package dev.sekisho.model.http;

import dev.sekisho.model.BackendId;
import dev.sekisho.model.Reason;

/// How a route ends.
public sealed interface RouteAction {

    /// Sends the request to an endpoint of the backend.
    record Forward(BackendId backend, ForwardPolicy policy) implements RouteAction {}

    /// Answers 503: what the rule asks for cannot be served, and must not be served by another
    /// route.
    record Unavailable(Reason reason) implements RouteAction {}
}
