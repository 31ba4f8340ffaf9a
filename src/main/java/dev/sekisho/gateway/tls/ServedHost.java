package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.TlsPolicy;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The certificates of a server name, in the order of preference, its policy, and who judges the
/// certificates of its clients; null where they are asked for none.
record ServedHost(
        List<ServedCertificate> certificates, TlsPolicy policy, @Nullable ClientVerifier verifier) {

    /// The first certificate that the client can verify; the last, where it can verify none.
    ServedCertificate certificateFor(ClientOffer offer) {
        for (ServedCertificate certificate : certificates) {
            if (offer.canVerify(certificate)) {
                return certificate;
            }
        }
        return certificates.getLast();
    }
}
