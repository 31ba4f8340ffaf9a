package dev.sekisho.translate.tls;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.translate.draft.DemandDraft;
import dev.sekisho.translate.syntax.Excerpt;
import java.time.Instant;

/// Finds certificates that are valid now.
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
        return switch (secrets.find(ref, secret -> cache.read(ref, secret))) {
            case Finding.Usable(var certificate) -> judgeTime(ref, certificate);
            case Finding.Unusable<KeyedCertificate> unusable -> unusable;
            case Finding.Awaited<KeyedCertificate> awaited -> awaited;
        };
    }

    private Finding<KeyedCertificate> judgeTime(ObjectRef ref, KeyedCertificate certificate) {
        var name = "Secret " + Excerpt.of(ref.path());
        if (now.isAfter(certificate.notAfter())) {
            return new Finding.Unusable<>(
                    Reason.CERTIFICATE_EXPIRED,
                    name + ": the certificate expired at " + certificate.notAfter());
        }
        if (now.isBefore(certificate.notBefore())) {
            return new Finding.Unusable<>(
                    Reason.CERTIFICATE_EXPIRED,
                    name + ": not valid before " + certificate.notBefore());
        }
        return new Finding.Usable<>(certificate);
    }
}
