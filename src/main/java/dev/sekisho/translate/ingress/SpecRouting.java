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
import dev.sekisho.translate.backend.BackendResolver;
import dev.sekisho.translate.backend.BackendResolver.Asker;
import dev.sekisho.translate.draft.BackendTlsWish;
import dev.sekisho.translate.draft.DemandDraft;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.ingress.IngressReading.Wish;
import dev.sekisho.translate.syntax.Excerpt;
import java.util.ArrayList;
import java.util.List;

/// Routes as the Ingress v1 text says, to the letter.
public final class SpecRouting {

    private IngressReader reader;
    private final IngressCache cache;
    private final BackendResolver backends;
    private final DemandDraft demand;
    private final Diagnostics diagnostics;
    private final HostTable table = new HostTable();
    private final List<Fallback> fallbacks = new ArrayList<>();
    private HostPolicies policies = HostPolicies.NONE;

    /// `cache` serves one routing after the other.
    public SpecRouting(
            IngressReader reader, IngressCache cache, DemandDraft demand, Diagnostics diagnostics) {
        this.reader = reader;
        this.cache = cache;
        this.backends = reader.resolver(demand, diagnostics);
        this.demand = demand;
        this.diagnostics = diagnostics;
        cache.begin();
    }

    /// Adds the rules of all Ingresses; the oldest comes first.
    public void addAll(List<Ingress> bySeniority) {
        policies = HostPolicies.read(bySeniority, diagnostics);
        reader = reader.under(policies);
        bySeniority.forEach(this::add);
    }

    private void add(Ingress ingress) {
        var reading = cache.read(ingress, reader);
        diagnostics.addAll(reading.diagnostics());
        demand.addAll(reading.demand(), reading.complete());
        reading.wishes().forEach(wish -> claim(ingress, wish));
        if (!(ingress.defaultBackend() instanceof IngressBackend.None)) {
            fallbacks.add(fallback(ingress));
        } else if (ingress.rules().isEmpty()) {
            diagnostics.error(
                    ingress.ref(),
                    Reason.INVALID_OBJECT,
                    "neither rules nor defaultBackend are there (expected: one of them)");
        }
    }

    /// Which places are left for it depends on all the others, so it is not in the reading.
    private Fallback fallback(Ingress ingress) {
        var rules = RuleReader.read(ingress, policies, diagnostics);
        return new Fallback(
                reader.routes(ingress, demand, diagnostics), RuleReader.sorted(rules.hosts()));
    }

    /// Everything that was added, with the default backends where no rule stands. What is equal in
    /// `before` is taken from there.
    public List<VirtualHost> build(List<VirtualHost> before) {
        new FallbackClaims(table, backends, diagnostics).claim(fallbacks);
        cache.end(reader);
        return table.build(before, policies);
    }

    /// As `build`, with a Service port that answers for whatever is left.
    public List<VirtualHost> build(List<VirtualHost> before, ObjectRef service, int port) {
        new FallbackClaims(table, backends, diagnostics).claim(fallbacks);
        cache.end(reader);
        var backend = new IngressBackend.ByNumber(service.name(), port);
        var asker = new Asker(service, service.namespace(), () -> "default backend of the gateway");
        var origin =
                new RouteOrigin(service.namespace(), "", service.name(), String.valueOf(port), "/");
        var action =
                reader.encryption(service, demand, diagnostics)
                        .settle(backends.resolve(asker, backend), BackendTlsWish.NONE);
        var route = new Route(HostTable.ALL_PATHS, origin, List.of(), action);
        table.hosts().forEach(host -> table.claim(host, route, service));
        table.claim(HostTable.ALL_HOSTS, route, service);
        return table.build(before, policies);
    }

    private void claim(Ingress ingress, Wish wish) {
        table.claim(wish.host(), wish.route(), ingress.ref())
                .ifPresent(owner -> reportOwner(ingress.ref(), wish.host(), wish.path(), owner));
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
