package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.TlsPolicy;
import java.util.List;

/// The certificates of a server name, in the order of preference, and its policy.
record ServedHost(List<ServedCertificate> certificates, TlsPolicy policy) {

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
