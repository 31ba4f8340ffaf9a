package dev.sekisho.translate.tls;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.tls.Certificate;
import java.time.Instant;
import java.util.List;

/// A certificate with what has to be known of it to use it: key algorithm, names, time.
record KeyedCertificate(
        Certificate certificate,
        String algorithm,
        List<HostPattern> names,
        Instant notBefore,
        Instant notAfter) {

    /// Whether clients that ask for this host will accept the names in the certificate.
    boolean covers(HostPattern host) {
        return names.contains(host) || names.contains(Wildcards.over(host));
    }
}
