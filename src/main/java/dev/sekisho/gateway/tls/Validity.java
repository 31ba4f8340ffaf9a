package dev.sekisho.gateway.tls;

import java.security.cert.CertificateExpiredException;
import java.security.cert.CertificateNotYetValidException;
import java.security.cert.X509Certificate;

/// The time of authorities: the JDK looks at that of the certificates below them only.
final class Validity {

    private Validity() {}

    static boolean isNow(X509Certificate certificate) {
        try {
            certificate.checkValidity();
            return true;
        } catch (CertificateExpiredException | CertificateNotYetValidException other) {
            return false;
        }
    }
}
