package dev.sekisho.translate.draft;

import dev.sekisho.model.BackendId;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Reason;
import dev.sekisho.model.http.Filter;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.http.RouteOrigin;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.function.BiFunction;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/// A route while annotation features still have a say in it.
public final class RouteDraft {

    /// Whether a `tls` entry covers the host of the route, or its TLS is passed through.
    public enum Encryption {
        CONFIGURED,
        ABSENT
    }

    private static final Comparator<Filter> BY_PHASE = Comparator.comparing(Filter::phase);

    private final HostPattern host;
    private final PathMatch path;
    private final RouteOrigin origin;
    private RouteAction action;
    private final Encryption encryption;
    private final List<Filter> filters = new ArrayList<>(0);
    private BackendTlsWish backendTls = BackendTlsWish.NONE;
    private @Nullable Reason shut;

    public RouteDraft(
            HostPattern host,
            PathMatch path,
            RouteOrigin origin,
            RouteAction action,
            Encryption encryption) {
        this.host = host;
        this.path = path;
        this.origin = origin;
        this.action = action;
        this.encryption = encryption;
    }

    public HostPattern host() {
        return host;
    }

    public Encryption encryption() {
        return encryption;
    }

    public void addFilter(Filter filter) {
        filters.add(filter);
    }

    /// Changes how requests are forwarded, where they are.
    public void forward(UnaryOperator<ForwardPolicy> change) {
        action =
                switch (action) {
                    case RouteAction.Forward(var backend, var policy) ->
                            new RouteAction.Forward(backend, change.apply(policy));
                    case RouteAction.Unavailable unavailable -> unavailable;
                };
    }

    /// Changes to which backend requests are forwarded, where they are.
    public void backend(UnaryOperator<BackendId> change) {
        action =
                switch (action) {
                    case RouteAction.Forward(var backend, var policy) ->
                            new RouteAction.Forward(change.apply(backend), policy);
                    case RouteAction.Unavailable unavailable -> unavailable;
                };
    }

    /// Changes what is asked of TLS with pods.
    public void backendTls(UnaryOperator<BackendTlsWish> change) {
        backendTls = change.apply(backendTls);
    }

    /// Serves nothing here, whatever else is asked of this route: a guard was not understood.
    public void shut(Reason reason) {
        shut = reason;
    }

    /// The route, with its action as `settle` leaves it, which hears what is asked of TLS with
    /// pods.
    public Route build(BiFunction<RouteAction, BackendTlsWish, RouteAction> settle) {
        if (shut != null) {
            return new Route(path, origin, List.of(), new RouteAction.Unavailable(shut));
        }
        filters.sort(BY_PHASE);
        return new Route(path, origin, filters, settle.apply(action, backendTls));
    }
}
