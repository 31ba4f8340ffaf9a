package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.Certificate;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;

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

    PrivateKey key() {
        return certificate.key();
    }

    X509Certificate[] chain() {
        return chain.clone();
    }
}
