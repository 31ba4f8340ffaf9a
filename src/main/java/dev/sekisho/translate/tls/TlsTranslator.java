package dev.sekisho.translate.tls;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.IngressTls;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.translate.draft.DemandDraft;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.syntax.HostReader;
import dev.sekisho.translate.syntax.Reading;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/// Settles which certificate answers for which server name. Ingresses come oldest first.
public final class TlsTranslator {

    private final CertificateFinder finder;
    private final Diagnostics diagnostics;
    private final TlsClaims claims;
    private final TlsCoverage coverage = new TlsCoverage();

    public TlsTranslator(
            ClusterState state,
            Instant now,
            CertificateCache cache,
            DemandDraft demand,
            Diagnostics diagnostics) {
        this.finder = new CertificateFinder(state, now, cache, demand);
        this.diagnostics = diagnostics;
        this.claims = new TlsClaims(diagnostics);
    }

    public void add(Ingress ingress) {
        ingress.tls().forEach(entry -> add(ingress, entry));
    }

    /// Every host that has a certificate of its own, sorted.
    public List<TlsHost> hosts() {
        return claims.build();
    }

    public TlsCoverage coverage() {
        return coverage;
    }

    /// The certificate of the gateway itself; none if it cannot be used.
    public List<Certificate> defaults(Optional<ObjectRef> secret) {
        return secret.map(this::defaultCertificate).orElse(List.of());
    }

    private List<Certificate> defaultCertificate(ObjectRef secret) {
        return switch (finder.find(secret)) {
            case Finding.Usable(var found) -> {
                warnOfTime(secret, "default certificate: ", found, "");
                yield List.of(found.certificate());
            }
            case Finding.Awaited() -> List.of();
            case Finding.Unusable(var reason, var problem) -> {
                diagnostics.error(secret, reason, "default certificate: " + problem + "; not used");
                yield List.of();
            }
        };
    }

    private void add(Ingress ingress, IngressTls entry) {
        var hosts = hosts(ingress, entry);
        hosts.forEach(coverage::host);
        if (entry.hosts().isEmpty()) {
            coverage.everyHostOf(ingress.ref());
        }
        if (entry.secretName().isEmpty()) {
            return;
        }
        var secret = ObjectRef.secret(ingress.meta().namespace(), entry.secretName());
        switch (finder.find(secret)) {
            case Finding.Usable(var found) -> use(ingress, entry, hosts, found);
            case Finding.Awaited() -> {}
            case Finding.Unusable(var reason, var problem) ->
                    diagnostics.error(ingress.ref(), reason, "tls: " + problem + affected(entry));
        }
    }

    private static String affected(IngressTls entry) {
        return entry.hosts().isEmpty() ? "" : "; not used" + named(entry.hosts());
    }

    private static String named(List<String> hosts) {
        var more = hosts.size() - 1;
        return " for " + Excerpt.of(hosts.getFirst()) + (more > 0 ? " and " + more + " more" : "");
    }

    private void warnOfTime(ObjectRef subject, String what, KeyedCertificate found, String hosts) {
        finder.lateness(found)
                .ifPresent(problem ->
                        diagnostics.warning(
                                subject,
                                Reason.CERTIFICATE_EXPIRED,
                                what + problem + "; served all the same" + hosts));
    }

    /// Claims the certificate for those of its hosts that nobody has a better right to.
    private void claim(Ingress ingress, List<HostPattern> hosts, KeyedCertificate found) {
        var won =
                hosts.stream()
                        .filter(host -> claims.claim(host, found, ingress.ref()))
                        .map(HostPattern::text)
                        .toList();
        if (!won.isEmpty()) {
            warnOfTime(ingress.ref(), "tls: ", found, named(won));
        }
    }

    private List<HostPattern> hosts(Ingress ingress, IngressTls entry) {
        var hosts = new ArrayList<HostPattern>(entry.hosts().size());
        for (var text : entry.hosts()) {
            switch (HostReader.read(text)) {
                case Reading.Valid(HostPattern.Any _) ->
                        diagnostics.error(
                                ingress.ref(), Reason.INVALID_HOST, "tls: a host is empty");
                case Reading.Valid(var host) -> hosts.add(host);
                case Reading.Invalid(var problem) ->
                        diagnostics.error(ingress.ref(), Reason.INVALID_HOST, "tls: " + problem);
            }
        }
        return hosts;
    }

    private void use(
            Ingress ingress, IngressTls entry, List<HostPattern> hosts, KeyedCertificate found) {
        if (entry.hosts().isEmpty()) {
            useNames(ingress, found);
            return;
        }
        claim(ingress, hosts.stream().filter(found::covers).toList(), found);
        for (var host : hosts) {
            if (!found.covers(host)) {
                diagnostics.error(
                        ingress.ref(),
                        Reason.CERTIFICATE_MISMATCH,
                        "tls: the certificate in Secret "
                                + Excerpt.of(found.certificate().secret().path())
                                + " is not used for "
                                + host.text()
                                + ", it is for "
                                + namesOf(found));
            }
        }
    }

    private void useNames(Ingress ingress, KeyedCertificate found) {
        if (found.names().isEmpty()) {
            diagnostics.error(
                    ingress.ref(),
                    Reason.CERTIFICATE_MISMATCH,
                    "tls: hosts is empty and the certificate in Secret "
                            + Excerpt.of(found.certificate().secret().path())
                            + " names none (expected: subject alternative names)");
        }
        claim(ingress, found.names(), found);
    }

    private static String namesOf(KeyedCertificate certificate) {
        var names = certificate.names();
        if (names.isEmpty()) {
            return "no name (expected: subject alternative names)";
        }
        var shown = names.stream().limit(4).map(HostPattern::text).toList();
        return String.join(", ", shown) + (names.size() > 4 ? ", …" : "");
    }
}
