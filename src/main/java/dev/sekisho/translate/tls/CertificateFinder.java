package dev.sekisho.translate.tls;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.translate.draft.DemandDraft;
import dev.sekisho.translate.syntax.Excerpt;
import java.time.Instant;
import java.util.Optional;

/// Finds certificates, and knows whether it is their time.
final class CertificateFinder {

    private final SecretFinder secrets;
    private final Instant now;
    private final CertificateCache cache;

    CertificateFinder(ClusterState state, Instant now, CertificateCache cache, DemandDraft demand) {
        this.secrets = new SecretFinder(state, demand);
        this.now = now;
        this.cache = cache;
    }

    Finding<KeyedCertificate> find(ObjectRef ref) {
        return secrets.find(ref, secret -> cache.read(ref, secret));
    }

    /// That the time of a certificate is over, or still to come. It is used all the same, as by
    /// nginx: clients that do not mind are served, and others see what is wrong.
    Optional<String> lateness(KeyedCertificate certificate) {
        var name = "Secret " + Excerpt.of(certificate.certificate().secret().path());
        if (now.isAfter(certificate.notAfter())) {
            return Optional.of(name + ": the certificate expired at " + certificate.notAfter());
        }
        return now.isBefore(certificate.notBefore())
                ? Optional.of(name + ": not valid before " + certificate.notBefore())
                : Optional.empty();
    }
}
