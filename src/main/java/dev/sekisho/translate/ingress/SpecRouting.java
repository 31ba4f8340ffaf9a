package dev.sekisho.translate.ingress;

import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.IngressBackend;
import dev.sekisho.cluster.IngressPath;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteOrigin;
import dev.sekisho.model.http.VirtualHost;
import dev.sekisho.translate.annotation.AnnotationCatalog;
import dev.sekisho.translate.backend.BackendResolver;
import dev.sekisho.translate.backend.BackendResolver.Asker;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.ingress.IngressRoutes.Spot;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.tls.TlsCoverage;
import java.util.ArrayList;
import java.util.List;

/// Routes as the Ingress v1 text says, to the letter.
public final class SpecRouting {

    private final BackendResolver backends;
    private final TlsCoverage coverage;
    private final Diagnostics diagnostics;
    private final HostTable table = new HostTable();
    private final List<Fallback> fallbacks = new ArrayList<>();
    private HostPolicies policies = HostPolicies.NONE;

    public SpecRouting(BackendResolver backends, TlsCoverage coverage, Diagnostics diagnostics) {
        this.backends = backends;
        this.coverage = coverage;
        this.diagnostics = diagnostics;
    }

    /// Adds the rules of all Ingresses; the oldest comes first.
    public void addAll(List<Ingress> bySeniority) {
        policies = HostPolicies.read(bySeniority, diagnostics);
        bySeniority.forEach(this::add);
    }

    private void add(Ingress ingress) {
        var edits =
                AnnotationCatalog.read(ingress.meta().annotations(), ingress.ref(), diagnostics);
        var routes = new IngressRoutes(ingress, edits, coverage);
        var rules = RuleReader.read(ingress, policies, diagnostics);
        rules.paths().forEach((place, path) -> claim(routes, place, path));
        if (!(ingress.defaultBackend() instanceof IngressBackend.None)) {
            fallbacks.add(new Fallback(routes, RuleReader.sorted(rules.hosts())));
        } else if (ingress.rules().isEmpty()) {
            diagnostics.error(
                    ingress.ref(),
                    Reason.INVALID_OBJECT,
                    "neither rules nor defaultBackend are there (expected: one of them)");
        }
    }

    /// Everything that was added, with the default backends where no rule stands.
    public List<VirtualHost> build() {
        new FallbackClaims(table, backends, diagnostics).claim(fallbacks);
        return table.build(policies);
    }

    /// As `build`, with a Service port that answers for whatever is left.
    public List<VirtualHost> build(ObjectRef service, int port) {
        new FallbackClaims(table, backends, diagnostics).claim(fallbacks);
        var backend = new IngressBackend.ByNumber(service.name(), port);
        var asker = new Asker(service, service.namespace(), () -> "default backend of the gateway");
        var origin =
                new RouteOrigin(service.namespace(), "", service.name(), String.valueOf(port), "/");
        var route =
                new Route(HostTable.ALL_PATHS, origin, List.of(), backends.resolve(asker, backend));
        table.hosts().forEach(host -> table.claim(host, route, service));
        table.claim(HostTable.ALL_HOSTS, route, service);
        return table.build(policies);
    }

    private void claim(IngressRoutes routes, RuleReader.Place place, IngressPath path) {
        var ingress = routes.ingress();
        var host = place.host();
        var asker =
                new Asker(
                        ingress.ref(),
                        ingress.meta().namespace(),
                        () -> RuleReader.backendOf(host, path));
        var action = backends.resolve(asker, path.backend());
        var spot = new Spot(host, place.match(), path.path());
        var route = routes.route(spot, path.backend(), action);
        table.claim(host, route, ingress.ref())
                .ifPresent(owner -> reportOwner(ingress.ref(), host, path, owner));
    }

    private void reportOwner(ObjectRef loser, HostPattern host, IngressPath path, ObjectRef owner) {
        diagnostics.error(
                loser,
                Reason.HOST_CONFLICT,
                RuleReader.on(host)
                        + "path "
                        + Excerpt.of(path.path())
                        + " already belongs to "
                        + owner);
    }
}
