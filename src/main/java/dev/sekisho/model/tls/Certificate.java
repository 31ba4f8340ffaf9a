package dev.sekisho.model.tls;

import dev.sekisho.model.ObjectRef;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.util.List;

/// A certificate chain, leaf first, and the private key of the leaf.
///
/// Two are equal when they came from the same Secret with the same content. The key never appears
/// in any text made from this.
public final class Certificate {

    private final ObjectRef secret;
    private final String fingerprint;
    private final List<X509Certificate> chain;
    private final PrivateKey key;

    /// `fingerprint` is the hex SHA-256 over the Secret's certificate and key bytes.
    public Certificate(
            ObjectRef secret, String fingerprint, List<X509Certificate> chain, PrivateKey key) {
        this.secret = secret;
        this.fingerprint = fingerprint;
        this.chain = List.copyOf(chain);
        this.key = key;
    }

    public ObjectRef secret() {
        return secret;
    }

    public String fingerprint() {
        return fingerprint;
    }

    public List<X509Certificate> chain() {
        return chain;
    }

    public PrivateKey key() {
        return key;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof Certificate that
                && secret.equals(that.secret)
                && fingerprint.equals(that.fingerprint);
    }

    @Override
    public int hashCode() {
        return fingerprint.hashCode();
    }

    @Override
    public String toString() {
        return "Certificate[" + secret + "]";
    }
}
