package dev.sekisho.translate.tls;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.translate.draft.Diagnostics;
import java.util.List;
import java.util.SortedMap;
import java.util.TreeMap;

/// Who has the certificate of a host, one for each key algorithm: whoever claimed it first.
final class TlsClaims {

    private record Claim(Certificate certificate, ObjectRef owner) {}

    private final SortedMap<HostPattern, SortedMap<String, Claim>> claims = new TreeMap<>();
    private final Diagnostics diagnostics;

    TlsClaims(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    void claim(HostPattern host, KeyedCertificate found, ObjectRef ingress) {
        var claim = new Claim(found.certificate(), ingress);
        var first =
                claims.computeIfAbsent(host, _ -> new TreeMap<>())
                        .putIfAbsent(found.algorithm(), claim);
        if (first != null && !first.certificate().equals(claim.certificate())) {
            diagnostics.error(
                    ingress,
                    Reason.HOST_CONFLICT,
                    "tls: the "
                            + found.algorithm()
                            + " certificate of "
                            + host.text()
                            + " already comes from "
                            + first.certificate().secret()
                            + " of "
                            + first.owner());
        }
    }

    List<TlsHost> build() {
        return claims.entrySet().stream()
                .map(entry ->
                        new TlsHost(
                                entry.getKey(),
                                entry.getValue().values().stream()
                                        .map(Claim::certificate)
                                        .toList()))
                .toList();
    }
}
