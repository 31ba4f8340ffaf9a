package dev.sekisho.translate.ingress;

import dev.sekisho.cluster.IngressBackend;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.translate.ingress.IngressRoutes.Spot;
import java.util.List;

/// The `defaultBackend` of one Ingress, and the hosts of its rules.
record Fallback(IngressRoutes routes, List<HostPattern> hosts) {

    ObjectRef ingress() {
        return routes.ingress().ref();
    }

    IngressBackend backend() {
        return routes.ingress().defaultBackend();
    }

    boolean hasRules() {
        return !routes.ingress().rules().isEmpty();
    }

    Route route(HostPattern host, RouteAction action) {
        return routes.route(new Spot(host, HostTable.ALL_PATHS, "/"), backend(), action);
    }
}
