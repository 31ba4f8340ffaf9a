package dev.sekisho.gateway.tls;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsHost;
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

    private final Map<String, List<ServedCertificate>> exact = new HashMap<>();
    private final Map<String, List<ServedCertificate>> wildcards = new HashMap<>();
    private final Map<String, ServedCertificate> byAlias = new HashMap<>();
    private final List<ServedCertificate> defaults;
    private final UnknownSni unknownSni;
    private final TlsTable source;

    /// `fallback` is served where the table names no default certificate.
    CertificateTable(TlsTable table, Certificate fallback) {
        source = table;
        unknownSni = table.unknownSni();
        List<ServedCertificate> anyHost = served(table.defaults());
        for (TlsHost host : table.hosts()) {
            List<ServedCertificate> certificates = served(host.certificates());
            switch (host.host()) {
                case HostPattern.Exact(var name) -> exact.put(name, certificates);
                case HostPattern.Wildcard(var suffix) -> wildcards.put(suffix, certificates);
                case HostPattern.Any() -> anyHost = certificates;
            }
        }
        defaults = anyHost.isEmpty() ? served(List.of(fallback)) : anyHost;
    }

    private List<ServedCertificate> served(List<Certificate> certificates) {
        List<ServedCertificate> served = certificates.stream().map(ServedCertificate::new).toList();
        served.forEach(certificate -> byAlias.put(certificate.alias(), certificate));
        return served;
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

    /// The certificate for a server name, or for none, with the type of key that the client can
    /// use.
    @Nullable ServedCertificate choose(@Nullable String name, String keyType) {
        if (!accepts(name)) {
            return null;
        }
        List<ServedCertificate> named = name == null ? null : find(name);
        for (ServedCertificate certificate : named == null ? defaults : named) {
            if (certificate.keyType().equals(keyType)) {
                return certificate;
            }
        }
        return null;
    }

    @Nullable ServedCertificate withAlias(String alias) {
        return byAlias.get(alias);
    }

    /// Whether the certificates for `serverName` are those for `host`, or name it.
    boolean isCertified(String serverName, String host) {
        List<ServedCertificate> shown = find(serverName);
        List<ServedCertificate> wanted = find(host);
        if (Objects.equals(shown, wanted)) {
            return true;
        }
        List<ServedCertificate> served = shown == null ? defaults : shown;
        String name = normal(host);
        return served.stream().allMatch(certificate -> certificate.names(name));
    }

    private @Nullable List<ServedCertificate> find(String rawName) {
        String name = normal(rawName);
        List<ServedCertificate> certificates = exact.get(name);
        if (certificates != null) {
            return certificates;
        }
        int dot = name.indexOf('.');
        return dot <= 0 ? null : wildcards.get(name.substring(dot));
    }

    private static String normal(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }
}
