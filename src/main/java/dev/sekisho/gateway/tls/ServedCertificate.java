package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.Certificate;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Locale;

/// A certificate under the name that the JDK's engine asks for it by.
final class ServedCertificate {

    private final String alias;
    private final Certificate certificate;
    private final X509Certificate[] chain;

    ServedCertificate(Certificate certificate) {
        this.certificate = certificate;
        this.alias = certificate.secret().path() + "#" + certificate.fingerprint();
        this.chain = certificate.chain().toArray(X509Certificate[]::new);
    }

    String alias() {
        return alias;
    }

    /// `EC` or `RSA`, as the engine names key types.
    String keyType() {
        return certificate.key().getAlgorithm();
    }

    /// Whether it was issued for this host, which is in lower case.
    boolean names(String host) {
        int dot = host.indexOf('.');
        String wildcard = dot <= 0 ? host : "*" + host.substring(dot);
        try {
            var names = chain[0].getSubjectAlternativeNames();
            return names != null
                    && names.stream()
                            .map(name -> name.get(1).toString().toLowerCase(Locale.ROOT))
                            .anyMatch(name -> name.equals(host) || name.equals(wildcard));
        } catch (CertificateParsingException e) {
            return false;
        }
    }

    PrivateKey key() {
        return certificate.key();
    }

    X509Certificate[] chain() {
        return chain.clone();
    }
}
