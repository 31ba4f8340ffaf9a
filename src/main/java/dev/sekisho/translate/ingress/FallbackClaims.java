package dev.sekisho.translate.ingress;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.translate.backend.BackendResolver;
import dev.sekisho.translate.backend.BackendResolver.Asker;
import dev.sekisho.translate.draft.Diagnostics;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Gives the default backends of Ingresses the places that no rule has taken.
final class FallbackClaims {

    private final HostTable table;
    private final BackendResolver backends;
    private final Diagnostics diagnostics;
    private final Map<ObjectRef, RouteAction> actions = new HashMap<>();
    private final Set<HostPattern> given = new HashSet<>();

    FallbackClaims(HostTable table, BackendResolver backends, Diagnostics diagnostics) {
        this.table = table;
        this.backends = backends;
        this.diagnostics = diagnostics;
    }

    /// Oldest first: own hosts, then every other host, there those without rules before the rest.
    void claim(List<Fallback> fallbacks) {
        fallbacks.forEach(this::resolve);
        fallbacks.forEach(fallback -> fallback.hosts().forEach(host -> claimOwn(fallback, host)));
        fallbacks.stream().filter(fallback -> !fallback.hasRules()).forEach(this::claimAllHosts);
        fallbacks.stream().filter(Fallback::hasRules).forEach(this::claimLeftHosts);
    }

    private void resolve(Fallback fallback) {
        var namespace = fallback.ingress().namespace();
        var asker = new Asker(fallback.ingress(), namespace, () -> "defaultBackend");
        actions.put(fallback.ingress(), backends.resolve(asker, fallback.backend()));
    }

    /// A rule for all paths leaves nothing over, so it takes nothing away from anybody.
    private void claimOwn(Fallback fallback, HostPattern host) {
        var owner = table.ownerOfAllPaths(host);
        if (owner.isEmpty()) {
            put(fallback, host);
        } else if (given.contains(host)) {
            diagnostics.warning(
                    fallback.ingress(),
                    Reason.HOST_CONFLICT,
                    RuleReader.on(host) + "defaultBackend already belongs to " + owner.get());
        }
    }

    private void claimAllHosts(Fallback fallback) {
        var owner = table.ownerOfAllPaths(HostTable.ALL_HOSTS);
        if (owner.isEmpty()) {
            put(fallback, HostTable.ALL_HOSTS);
        } else {
            diagnostics.error(
                    fallback.ingress(),
                    Reason.HOST_CONFLICT,
                    "defaultBackend for every host already belongs to " + owner.get());
        }
    }

    private void claimLeftHosts(Fallback fallback) {
        var owner = table.ownerOfAllPaths(HostTable.ALL_HOSTS);
        if (owner.isEmpty()) {
            put(fallback, HostTable.ALL_HOSTS);
        } else if (!owner.get().equals(fallback.ingress())) {
            diagnostics.info(
                    fallback.ingress(),
                    Reason.HOST_CONFLICT,
                    "defaultBackend answers for its own hosts only, hosts without a rule belong to "
                            + owner.get());
        }
    }

    private void put(Fallback fallback, HostPattern host) {
        var action = actions.get(fallback.ingress());
        if (action != null) {
            table.claim(host, fallback.route(host, action), fallback.ingress());
            given.add(host);
        }
    }
}
