package dev.sekisho.translate.tls;

import dev.sekisho.cluster.Secret;
import dev.sekisho.model.tls.Authorities;
import dev.sekisho.translate.syntax.Reading;

/// Reads the authorities in a Secret, of whatever type: the certificates under `ca.crt`.
final class AuthoritiesReader {

    private static final String KEY = "ca.crt";

    private AuthoritiesReader() {}

    static Reading<Authorities> read(Secret secret) {
        var value = secret.data().get(KEY);
        if (value == null) {
            return Reading.invalid("has no key " + KEY + " (expected: certificates in PEM)");
        }
        var bytes = value.bytes();
        return switch (PemCertificates.read(KEY, "PEM", bytes)) {
            case Reading.Valid(var certificates) ->
                    Reading.valid(
                            new Authorities(
                                    secret.ref(),
                                    PemCertificates.fingerprint(bytes),
                                    certificates));
            case Reading.Invalid(var problem) -> Reading.invalid(problem);
        };
    }
}
