package dev.sekisho.model.tls;

import java.security.cert.X509Certificate;
import java.util.List;
import java.util.Objects;

/// Which certificates the clients of a host have to show, and what pods are told of them.
///
/// Two are equal when they ask for the same: the authorities are told apart by a fingerprint.
public final class ClientCertificates {

    /// How nginx counts: so many certificates between the client's and an authority's at most.
    public static final int USUAL_DEPTH = 1;

    /// None are asked for.
    public static final ClientCertificates NONE =
            new ClientCertificates(
                    ClientVerification.OFF, List.of(), "", USUAL_DEPTH, PassedOn.VERDICT);

    /// What pods are told of a client.
    public enum PassedOn {
        /// What came of the verification, the subject and the issuer.
        VERDICT,
        /// The certificate, too.
        CERTIFICATE
    }

    private final ClientVerification verification;
    private final List<X509Certificate> authorities;
    private final String fingerprint;
    private final int depth;
    private final PassedOn passedOn;

    /// `fingerprint` is the hex SHA-256 over the bytes that the authorities were read from.
    public ClientCertificates(
            ClientVerification verification,
            List<X509Certificate> authorities,
            String fingerprint,
            int depth,
            PassedOn passedOn) {
        this.verification = verification;
        this.authorities = List.copyOf(authorities);
        this.fingerprint = fingerprint;
        this.depth = depth;
        this.passedOn = passedOn;
    }

    public ClientVerification verification() {
        return verification;
    }

    /// Whose certificates are believed, each by itself.
    public List<X509Certificate> authorities() {
        return authorities;
    }

    public int depth() {
        return depth;
    }

    public PassedOn passedOn() {
        return passedOn;
    }

    @Override
    public boolean equals(Object other) {
        return other instanceof ClientCertificates that
                && verification == that.verification
                && fingerprint.equals(that.fingerprint)
                && depth == that.depth
                && passedOn == that.passedOn;
    }

    @Override
    public int hashCode() {
        return Objects.hash(verification, fingerprint, depth, passedOn);
    }

    /// Tells apart what is not equal.
    @Override
    public String toString() {
        return "ClientCertificates[%s %s %d %s]"
                .formatted(verification, fingerprint, depth, passedOn);
    }
}
