package dev.sekisho.model.tls;

import dev.sekisho.model.ObjectRef;
import java.security.cert.X509Certificate;
import java.util.List;

/// The certificates that vouch for those of pods: of authorities, or of the pods themselves.
///
/// Two are equal when they came from the same Secret with the same content.
public final class Authorities {

    private final ObjectRef secret;
    private final String fingerprint;
    private final List<X509Certificate> certificates;

    /// `fingerprint` is the hex SHA-256 over the bytes that the certificates were read from.
    public Authorities(ObjectRef secret, String fingerprint, List<X509Certificate> certificates) {
        this.secret = secret;
        this.fingerprint = fingerprint;
        this.certificates = List.copyOf(certificates);
    }

    public ObjectRef secret() {
        return secret;
    }

    public String fingerprint() {
        return fingerprint;
    }

    public List<X509Certificate> certificates() {
        return certificates;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Authorities that
                && secret.equals(that.secret)
                && fingerprint.equals(that.fingerprint);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    @Override
    public String toString() {
        return "Authorities[" + secret + "]";
    }
}
