package dev.sekisho.translate;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.Ingress;
import dev.sekisho.model.Backend;
import dev.sekisho.model.BackendId;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.FrozenMap;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.Snapshot;
import dev.sekisho.model.address.AddressPlan;
import dev.sekisho.model.address.Announcement;
import dev.sekisho.model.http.RouteAction;
import dev.sekisho.model.http.VirtualHost;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.translate.address.AddressTranslator;
import dev.sekisho.translate.address.AnnouncementTranslator;
import dev.sekisho.translate.backend.BackendCache;
import dev.sekisho.translate.backend.BackendReader;
import dev.sekisho.translate.backend.ExternalAddresses;
import dev.sekisho.translate.draft.DemandDraft;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.ingress.IngressCache;
import dev.sekisho.translate.ingress.IngressClasses;
import dev.sekisho.translate.ingress.IngressClasses.Classless;
import dev.sekisho.translate.ingress.IngressReader;
import dev.sekisho.translate.ingress.SpecRouting;
import dev.sekisho.translate.service.ServiceTranslator;
import dev.sekisho.translate.tls.CertificateCache;
import dev.sekisho.translate.tls.TlsCoverage;
import dev.sekisho.translate.tls.TlsTranslator;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Translates states. Keeps what it read of single objects between calls, so that a change costs
/// little more than the objects that changed; a result never depends on that. Not thread-safe: the
/// reconciler owns it.
public final class Translator {

    /// Oldest first, so that the object which claimed a host and path first keeps it.
    private static final Comparator<Ingress> SENIORITY =
            Comparator.<Ingress, Instant>comparing(ingress -> ingress.meta().created())
                    .thenComparing(Ingress::ref);

    private final TranslationSettings settings;
    private final ExternalAddresses externalAddresses;
    private final CertificateCache certificates = new CertificateCache();
    private final IngressCache ingresses = new IngressCache();
    private final BackendCache backends = new BackendCache();
    private final ServiceTranslator services;
    private Snapshot before = Snapshot.EMPTY;

    public Translator(TranslationSettings settings) {
        this.settings = settings;
        this.services = new ServiceTranslator(settings.services());
        this.externalAddresses =
                switch (settings.externalNames()) {
                    case PUBLIC_AND_PRIVATE -> ExternalAddresses.ANYTHING_BUT_LOCAL;
                    case ANYWHERE -> ExternalAddresses.ANYTHING;
                };
    }

    /// Translates everything. `now` decides which certificates have expired.
    public Translation translate(ClusterState state, long generation, Instant now) {
        var call = new Call(state, new Diagnostics(), new DemandDraft());
        call.diagnostics().addAll(state.problems());
        var choice = choose(call);
        var tls = tls(call, choice, now);
        var table =
                new TlsTable(
                        tls.hosts(),
                        tls.defaults(settings.defaultCertificate()),
                        settings.unknownSni());
        certificates.sweep();
        var publication =
                new PublicationTranslator(settings, state, call.diagnostics())
                        .translate(choice.served(), choice.released(), choice.classes());
        var reuse = new Reuse(before);
        var virtualHosts = route(call, choice, tls.coverage());
        before =
                new Snapshot(
                        generation,
                        virtualHosts,
                        backends(call, virtualHosts),
                        reuse.tls(table),
                        reuse.publication(publication),
                        services.translate(state, before.services(), call.diagnostics()),
                        addresses(state, call.diagnostics()),
                        announcements(state));
        return new Translation(
                before,
                call.diagnostics().toList(),
                call.demand().build(),
                call.demand().isComplete());
    }

    /// The previous translation with the endpoints of these Services as the state has them now.
    public Translation withEndpoints(
            Translation previous, ClusterState state, Set<ObjectRef> changed, long generation) {
        var snapshot = previous.snapshot();
        var diagnostics = new Diagnostics();
        previous.diagnostics().stream()
                .filter(known -> !isOfEndpoints(known, changed))
                .forEach(known -> diagnostics.addAll(List.of(known)));
        diagnostics.addAll(state.problems());
        var reader = new BackendReader(state, externalAddresses, backends, diagnostics);
        var current = new HashMap<BackendId, Backend>();
        for (var service : changed) {
            ofService(snapshot.backends(), service)
                    .keySet()
                    .forEach(id -> current.put(id, reader.read(id)));
        }
        before =
                new Snapshot(
                        generation,
                        snapshot.virtualHosts(),
                        FrozenMap.copyOf(snapshot.backends()).withValues(current),
                        snapshot.tls(),
                        snapshot.publication(),
                        services.withEndpoints(state, snapshot.services(), changed, diagnostics),
                        snapshot.addresses(),
                        isAnnounced(state, changed)
                                ? announcements(state)
                                : snapshot.announcements());
        return new Translation(
                before, diagnostics.toList(), previous.demand(), previous.complete());
    }

    /// Agents answer for addresses, others give them away.
    private AddressPlan addresses(ClusterState state, Diagnostics diagnostics) {
        return settings.services().isPresent()
                ? AddressPlan.NONE
                : AddressTranslator.translate(settings.balancers(), state, diagnostics);
    }

    private List<Announcement> announcements(ClusterState state) {
        return settings.services()
                .map(agent ->
                        AnnouncementTranslator.translate(
                                agent.balancers(), state, agent.nodeName()))
                .orElse(List.of());
    }

    private boolean isAnnounced(ClusterState state, Set<ObjectRef> changed) {
        for (var ref : changed) {
            var service = state.services().get(ref);
            if (service != null && settings.balancers().include(service)) {
                return true;
            }
        }
        return false;
    }

    /// The backends of one Service: they are next to each other.
    private static SortedMap<BackendId, Backend> ofService(
            SortedMap<BackendId, Backend> all, ObjectRef service) {
        var first = new BackendId(service.namespace(), service.name(), Integer.MIN_VALUE);
        var last = new BackendId(service.namespace(), service.name(), Integer.MAX_VALUE);
        return all.subMap(first, last);
    }

    /// What reading endpoints diagnoses, and nothing else does.
    private static boolean isOfEndpoints(Diagnostic known, Set<ObjectRef> services) {
        return known.reason() == Reason.INVALID_ENDPOINT && services.contains(known.subject());
    }

    /// What the parts of one translation share.
    private record Call(ClusterState state, Diagnostics diagnostics, DemandDraft demand) {}

    /// Which Ingresses are ours, and which were.
    private record Choice(
            List<Ingress> served,
            List<Ingress> bySeniority,
            List<Ingress> released,
            IngressClasses classes) {}

    private Choice choose(Call call) {
        var classes =
                new IngressClasses(
                        call.state(),
                        settings.controllerName(),
                        settings.ingressClasses(),
                        settings.watchWithoutClass() ? Classless.SERVED : Classless.IGNORED,
                        call.diagnostics());
        var served = new ArrayList<Ingress>();
        var released = new ArrayList<Ingress>();
        for (var ingress : call.state().ingresses().values()) {
            if (classes.serves(ingress)) {
                served.add(ingress);
            } else if (ingress.statusIsOurs() && !ingress.status().isEmpty()) {
                released.add(ingress);
            }
        }
        return new Choice(served, served.stream().sorted(SENIORITY).toList(), released, classes);
    }

    private TlsTranslator tls(Call call, Choice choice, Instant now) {
        var tls =
                new TlsTranslator(
                        call.state(), now, certificates, call.demand(), call.diagnostics());
        choice.bySeniority().forEach(tls::add);
        return tls;
    }

    private List<VirtualHost> route(Call call, Choice choice, TlsCoverage coverage) {
        var reader =
                new IngressReader(call.state(), externalAddresses, settings.forwarding(), coverage);
        var routing = new SpecRouting(reader, ingresses, call.demand(), call.diagnostics());
        routing.addAll(choice.bySeniority());
        var known = before.virtualHosts();
        return settings.defaultBackend()
                .map(backend -> routing.build(known, backend.service(), backend.port()))
                .orElseGet(() -> routing.build(known));
    }

    /// The backends that some route forwards to.
    private SortedMap<BackendId, Backend> backends(Call call, List<VirtualHost> virtualHosts) {
        var wanted = new HashSet<BackendId>();
        for (var virtualHost : virtualHosts) {
            for (var route : virtualHost.routes()) {
                if (route.action() instanceof RouteAction.Forward(var id, _)) {
                    wanted.add(id);
                }
            }
        }
        var reader =
                new BackendReader(call.state(), externalAddresses, backends, call.diagnostics());
        // Few come and go from one snapshot to the next, and most are in order already.
        var current = new TreeMap<>(before.backends());
        current.keySet().removeIf(id -> !wanted.remove(id));
        current.replaceAll((id, _) -> reader.read(id));
        wanted.forEach(id -> current.put(id, reader.read(id)));
        backends.keepOnly(current);
        return current;
    }
}
