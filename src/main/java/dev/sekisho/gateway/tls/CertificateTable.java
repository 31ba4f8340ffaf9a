package dev.sekisho.gateway.tls;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.ClientCertificates;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.model.tls.TlsPolicy;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.model.tls.UnknownSni;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which certificate answers for a server name. Immutable; the newest one replaces it whole.
final class CertificateTable {

    private final Map<String, ServedHost> exact = new HashMap<>();
    private final Map<String, ServedHost> wildcards = new HashMap<>();
    private final Map<String, ServedCertificate> byAlias = new HashMap<>();
    private final Map<ClientCertificates, ClientVerifier> verifiers = new HashMap<>();
    private final ServedHost defaults;
    private final UnknownSni unknownSni;
    private final TlsTable source;

    /// `fallback` is served where the table names no default certificate.
    CertificateTable(TlsTable table, Certificate fallback) {
        source = table;
        unknownSni = table.unknownSni();
        List<Certificate> usual = table.defaults().isEmpty() ? List.of(fallback) : table.defaults();
        ServedHost anyHost = served(usual, TlsPolicy.DEFAULT);
        for (TlsHost host : table.hosts()) {
            List<Certificate> own = host.certificates();
            ServedHost served = served(own.isEmpty() ? usual : own, host.policy());
            switch (host.host()) {
                case HostPattern.Exact(var name) -> exact.put(name, served);
                case HostPattern.Wildcard(var suffix) -> wildcards.put(suffix, served);
                case HostPattern.Any() -> anyHost = served;
            }
        }
        defaults = anyHost;
    }

    private ServedHost served(List<Certificate> certificates, TlsPolicy policy) {
        List<ServedCertificate> served = certificates.stream().map(ServedCertificate::new).toList();
        served.forEach(certificate -> byAlias.put(certificate.alias(), certificate));
        return new ServedHost(served, policy, verifier(policy));
    }

    private @Nullable ClientVerifier verifier(TlsPolicy policy) {
        return policy.asksForCertificates()
                ? verifiers.computeIfAbsent(policy.clients(), ClientVerifier::new)
                : null;
    }

    TlsTable source() {
        return source;
    }

    boolean rejectsUnknown() {
        return unknownSni == UnknownSni.REJECT;
    }

    /// Whether a client that asks for `name`, or for none, is to be answered.
    boolean accepts(@Nullable String name) {
        return !rejectsUnknown() || (name != null && find(name) != null);
    }

    /// What a client gets that asks for `name`, or for none, and is answered.
    ServedHost serving(@Nullable String name) {
        ServedHost named = name == null ? null : find(name);
        return named == null ? defaults : named;
    }

    /// The certificate for a server name, or for none, with the type of key that the client can
    /// use.
    @Nullable ServedCertificate choose(@Nullable String name, String keyType) {
        if (!accepts(name)) {
            return null;
        }
        for (ServedCertificate certificate : serving(name).certificates()) {
            if (certificate.keyType().equals(keyType)) {
                return certificate;
            }
        }
        return null;
    }

    @Nullable ServedCertificate withAlias(String alias) {
        return byAlias.get(alias);
    }

    /// Whether the certificates for `serverName` are those for `host`, or name it, and clients of
    /// both have shown the same.
    boolean isCertified(String serverName, String host) {
        ServedHost shown = serving(serverName);
        if (!shown.policy().equals(serving(host).policy())) {
            return false;
        }
        if (Objects.equals(find(serverName), find(host))) {
            return true;
        }
        String name = normal(host);
        return shown.certificates().stream().allMatch(certificate -> certificate.names(name));
    }

    /// Whether a session that is bound to such client certificates may still be of use.
    boolean asksFor(ClientCertificates clients) {
        return verifiers.containsKey(clients);
    }

    private @Nullable ServedHost find(String rawName) {
        String name = normal(rawName);
        ServedHost host = exact.get(name);
        if (host != null) {
            return host;
        }
        int dot = name.indexOf('.');
        return dot <= 0 ? null : wildcards.get(name.substring(dot));
    }

    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
