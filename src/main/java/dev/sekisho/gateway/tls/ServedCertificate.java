package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.Certificate;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECKey;
import java.security.interfaces.EdECKey;
import java.util.Locale;

/// A certificate under the name that engines ask for it by.
final class ServedCertificate {

    /// Stands for the many schemes of RSA.
    static final int RSA = 0;

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

    /// The number of the signature scheme that fits the key (RFC 8446 §4.2.3), or `RSA`.
    int signatureScheme() {
        PublicKey key = chain[0].getPublicKey();
        return switch (key) {
            case ECKey curve ->
                    switch (curve.getParams().getOrder().bitLength()) {
                        case 384 -> 0x0503;
                        case 521 -> 0x0603;
                        default -> 0x0403;
                    };
            case EdECKey curve -> curve.getParams().getName().equals("Ed448") ? 0x0808 : 0x0807;
            default -> RSA;
        };
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

    @Override
    public String toString() {
        return certificate.toString();
    }
}
