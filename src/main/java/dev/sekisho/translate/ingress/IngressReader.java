package dev.sekisho.translate.ingress;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.IngressBackend;
import dev.sekisho.cluster.IngressPath;
import dev.sekisho.cluster.NameLookup;
import dev.sekisho.cluster.SecretLookup;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.translate.annotation.AnnotationCatalog;
import dev.sekisho.translate.backend.BackendResolver;
import dev.sekisho.translate.backend.BackendResolver.Asker;
import dev.sekisho.translate.backend.ExternalAddresses;
import dev.sekisho.translate.draft.DemandDraft;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.ingress.IngressReading.Wish;
import dev.sekisho.translate.ingress.IngressRoutes.Spot;
import dev.sekisho.translate.tls.BackendEncryption;
import dev.sekisho.translate.tls.TlsCoverage;
import java.util.ArrayList;
import java.util.Objects;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// Reads Ingresses, each by itself, against one state of the rest of the cluster.
///
/// A reading depends on the Ingress, on the Services and Secrets that it names, on the addresses of
/// external names, on which of its hosts `tls` entries cover and on which paths hosts serve, and on
/// nothing else: that is what `stillHolds` compares. Whatever else a reading comes to depend on has
/// to be compared there, too.
public final class IngressReader {

    /// Everything but the Ingress; a map is the same object as long as nothing in it changes.
    record Basis(
            SortedMap<ObjectRef, Service> services,
            SortedMap<ObjectRef, SecretLookup> secrets,
            SecretAccess secretAccess,
            SortedMap<String, NameLookup> names,
            TlsCoverage coverage,
            HostPolicies policies) {}

    private final ClusterState state;
    private final ExternalAddresses permitted;
    private final ForwardPolicy policy;
    private final TlsCoverage coverage;
    private final HostPolicies policies;

    public IngressReader(
            ClusterState state,
            ExternalAddresses permitted,
            ForwardPolicy policy,
            TlsCoverage coverage) {
        this(state, permitted, policy, coverage, HostPolicies.NONE);
    }

    private IngressReader(
            ClusterState state,
            ExternalAddresses permitted,
            ForwardPolicy policy,
            TlsCoverage coverage,
            HostPolicies policies) {
        this.state = state;
        this.permitted = permitted;
        this.policy = policy;
        this.coverage = coverage;
        this.policies = policies;
    }

    /// This reader, for hosts that serve such paths.
    IngressReader under(HostPolicies decided) {
        return new IngressReader(state, permitted, policy, coverage, decided);
    }

    BackendResolver resolver(DemandDraft demand, Diagnostics diagnostics) {
        return new BackendResolver(state, permitted, policy, demand, diagnostics);
    }

    /// How TLS is spoken with the pods that an object leads to.
    BackendEncryption encryption(ObjectRef subject, DemandDraft demand, Diagnostics diagnostics) {
        return new BackendEncryption(state, subject, demand, diagnostics);
    }

    /// What the annotations of the Ingress do to each of its routes.
    IngressRoutes routes(Ingress ingress, DemandDraft demand, Diagnostics diagnostics) {
        var edits =
                AnnotationCatalog.read(ingress.meta().annotations(), ingress.ref(), diagnostics);
        var encryption = encryption(ingress.ref(), demand, diagnostics);
        return new IngressRoutes(ingress, edits, coverage, encryption);
    }

    IngressReading read(Ingress ingress) {
        var diagnostics = new Diagnostics();
        var demand = new DemandDraft();
        var routes = routes(ingress, demand, diagnostics);
        var backends = resolver(demand, diagnostics);
        var wishes = new ArrayList<Wish>();
        RuleReader.read(ingress, policies, diagnostics)
                .paths()
                .forEach((place, path) -> wishes.add(wish(routes, backends, place, path)));
        return new IngressReading(
                wishes, diagnostics.toList(), demand.build(), demand.isComplete());
    }

    private Wish wish(
            IngressRoutes routes,
            BackendResolver backends,
            RuleReader.Place place,
            IngressPath path) {
        var ingress = routes.ingress();
        var host = place.host();
        var asker =
                new Asker(
                        ingress.ref(),
                        ingress.meta().namespace(),
                        () -> RuleReader.backendOf(host, path));
        var action = backends.resolve(asker, path.backend());
        var route =
                routes.route(new Spot(host, place.match(), path.path()), path.backend(), action);
        var covered = coverage.covers(ingress.ref(), host);
        return new Wish(host, route, path, service(ingress, path.backend()), covered);
    }

    private @Nullable Service service(Ingress ingress, IngressBackend backend) {
        return switch (backend) {
            case IngressBackend.ByNumber(var name, _) -> service(ingress, name);
            case IngressBackend.ByName(var name, _) -> service(ingress, name);
            case IngressBackend.Resource _, IngressBackend.Malformed _, IngressBackend.None _ ->
                    null;
        };
    }

    private @Nullable Service service(Ingress ingress, String name) {
        return state.services().get(ObjectRef.service(ingress.meta().namespace(), name));
    }

    /// What readings depend on besides the Ingress itself.
    Basis basis() {
        return new Basis(
                state.services(),
                state.secrets(),
                state.secretAccess(),
                state.names(),
                coverage,
                policies);
    }

    /// Whether this reader would read the same as was read on the basis `before`.
    boolean stillHolds(IngressReading known, Ingress ingress, Basis before) {
        return policies.agreesWith(before.policies())
                && holdsServices(known, ingress, before)
                && holdsSecrets(known, before)
                && holdsNames(known, before)
                && holdsCoverage(known, ingress, before);
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean holdsServices(IngressReading known, Ingress ingress, Basis before) {
        return state.services() == before.services()
                || known.wishes().stream()
                        .allMatch(it -> it.service() == service(ingress, it.path().backend()));
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean holdsSecrets(IngressReading known, Basis before) {
        return known.demand().secrets().isEmpty()
                || (state.secretAccess() == before.secretAccess()
                        && (state.secrets() == before.secrets()
                                || known.demand().secrets().stream()
                                        .allMatch(it -> isUnchanged(it, before))));
    }

    private boolean isUnchanged(ObjectRef secret, Basis before) {
        return Objects.equals(state.secrets().get(secret), before.secrets().get(secret));
    }

    @SuppressWarnings("ReferenceEquality")
    private boolean holdsNames(IngressReading known, Basis before) {
        return state.names() == before.names() || known.demand().externalNames().isEmpty();
    }

    private boolean holdsCoverage(IngressReading known, Ingress ingress, Basis before) {
        return (coverage.isEmpty() && before.coverage().isEmpty())
                || known.wishes().stream()
                        .allMatch(it -> it.covered() == coverage.covers(ingress.ref(), it.host()));
    }
}
