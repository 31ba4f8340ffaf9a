package dev.sekisho.translate.tls;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.Secret;
import dev.sekisho.cluster.SecretLookup;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.translate.draft.DemandDraft;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.syntax.Reading;
import java.time.Instant;

/// Finds the certificate in a Secret, and asks for Secrets that nobody has read yet.
final class CertificateFinder {

    /// What became of a Secret.
    sealed interface Finding {

        record Usable(KeyedCertificate certificate) implements Finding {}

        record Unusable(Reason reason, String problem) implements Finding {}

        record Awaited() implements Finding {}
    }

    private final ClusterState state;
    private final Instant now;
    private final CertificateCache cache;
    private final DemandDraft demand;

    CertificateFinder(ClusterState state, Instant now, CertificateCache cache, DemandDraft demand) {
        this.state = state;
        this.now = now;
        this.cache = cache;
        this.demand = demand;
    }

    Finding find(ObjectRef ref) {
        demand.secret(ref);
        var name = Excerpt.of(ref.path());
        return switch (state.secret(ref)) {
            case SecretLookup.Found(var secret) -> judge(name, ref, secret);
            case SecretLookup.Missing() ->
                    new Finding.Unusable(
                            Reason.SECRET_NOT_FOUND, "Secret " + name + " does not exist");
            case SecretLookup.Forbidden() ->
                    new Finding.Unusable(
                            Reason.SECRET_FORBIDDEN, "Secret " + name + " may not be read");
            case SecretLookup.Unsaved() ->
                    new Finding.Unusable(
                            Reason.SECRET_NOT_SAVED,
                            "Secret " + name + " is not part of the saved configuration");
            case SecretLookup.Pending() -> {
                demand.await();
                yield new Finding.Awaited();
            }
        };
    }

    private Finding judge(String name, ObjectRef ref, Secret secret) {
        return switch (cache.read(ref, secret)) {
            case Reading.Valid(var certificate) -> judgeTime(name, certificate);
            case Reading.Invalid(var problem) ->
                    new Finding.Unusable(
                            Reason.INVALID_CERTIFICATE, "Secret " + name + ": " + problem);
        };
    }

    private Finding judgeTime(String name, KeyedCertificate certificate) {
        if (now.isAfter(certificate.notAfter())) {
            return new Finding.Unusable(
                    Reason.CERTIFICATE_EXPIRED,
                    "Secret " + name + ": the certificate expired at " + certificate.notAfter());
        }
        if (now.isBefore(certificate.notBefore())) {
            return new Finding.Unusable(
                    Reason.CERTIFICATE_EXPIRED,
                    "Secret " + name + ": not valid before " + certificate.notBefore());
        }
        return new Finding.Usable(certificate);
    }
}
