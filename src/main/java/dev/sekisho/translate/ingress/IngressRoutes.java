package dev.sekisho.translate.ingress;

import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.IngressBackend;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.http.Passthrough;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.http.RouteOrigin;
import dev.sekisho.translate.draft.RouteDraft;
import dev.sekisho.translate.draft.RouteDraft.Encryption;
import dev.sekisho.translate.tls.BackendEncryption;
import dev.sekisho.translate.tls.TlsCoverage;
import java.util.List;
import java.util.function.Consumer;

/// Makes the routes of one Ingress: what its annotations ask for holds for each of them.
record IngressRoutes(
        Ingress ingress,
        List<Consumer<RouteDraft>> edits,
        TlsCoverage coverage,
        Passthroughs passthroughs,
        BackendEncryption encryption) {

    /// Where a route stands and how its author wrote that.
    record Spot(HostPattern host, PathMatch match, String path) {}

    Route route(Spot spot, IngressBackend backend, RouteAction action) {
        var origin = origin(spot.path(), backend);
        var draft =
                new RouteDraft(spot.host(), spot.match(), origin, action, encryption(spot.host()));
        edits.forEach(edit -> edit.accept(draft));
        passthroughs.shut(ingress.ref(), spot.host()).ifPresent(draft::shut);
        return draft.build(encryption::settle);
    }

    private Encryption encryption(HostPattern host) {
        var encrypted =
                coverage.covers(ingress.ref(), host) || passthroughs.of(host) != Passthrough.NONE;
        return encrypted ? Encryption.CONFIGURED : Encryption.ABSENT;
    }

    private RouteOrigin origin(String path, IngressBackend backend) {
        var namespace = ingress.meta().namespace();
        var name = ingress.meta().name();
        return switch (backend) {
            case IngressBackend.ByNumber(var service, var port) ->
                    new RouteOrigin(namespace, name, service, String.valueOf(port), path);
            case IngressBackend.ByName(var service, var port) ->
                    new RouteOrigin(namespace, name, service, port, path);
            case IngressBackend.Resource _, IngressBackend.Malformed _, IngressBackend.None _ ->
                    new RouteOrigin(namespace, name, "", "", path);
        };
    }
}
