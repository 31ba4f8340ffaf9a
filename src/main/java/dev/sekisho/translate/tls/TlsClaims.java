package dev.sekisho.translate.tls;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.translate.draft.Diagnostics;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// Who has the certificate of a host: the namespace that claimed it first, one for each key
/// algorithm there.
///
/// Clients choose among the algorithms of a host, so a certificate of another algorithm from
/// another namespace would be shown to the clients of whoever has the host.
final class TlsClaims {

    private record Claim(Certificate certificate, ObjectRef owner) {}

    private final SortedMap<HostPattern, SortedMap<String, Claim>> claims = new TreeMap<>();
    private final Map<HostPattern, Claim> first = new HashMap<>();
    private final Diagnostics diagnostics;

    TlsClaims(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    /// Whether the certificate is the one of the host now.
    boolean claim(HostPattern host, KeyedCertificate found, ObjectRef ingress) {
        var claim = new Claim(found.certificate(), ingress);
        var before = taken(host, found.algorithm(), claim);
        if (before == null || isSame(before, claim)) {
            return true;
        }
        report(host, found.algorithm(), ingress, before);
        return false;
    }

    /// Takes the place of this algorithm; if somebody else has it, tells who.
    private @Nullable Claim taken(HostPattern host, String algorithm, Claim claim) {
        var senior = first.putIfAbsent(host, claim);
        if (senior != null && !senior.owner().namespace().equals(claim.owner().namespace())) {
            return senior;
        }
        return claims.computeIfAbsent(host, _ -> new TreeMap<>()).putIfAbsent(algorithm, claim);
    }

    /// A Secret that was copied into another namespace is no conflict.
    private static boolean isSame(Claim before, Claim claim) {
        return before.certificate().fingerprint().equals(claim.certificate().fingerprint());
    }

    private void report(HostPattern host, String algorithm, ObjectRef loser, Claim winner) {
        diagnostics.error(
                loser,
                Reason.HOST_CONFLICT,
                "tls: the "
                        + algorithm
                        + " certificate is not used for "
                        + host.text()
                        + ", which has that of "
                        + winner.certificate().secret()
                        + " of "
                        + winner.owner());
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
