package dev.sekisho.translate.tls;

import dev.sekisho.cluster.Secret;
import dev.sekisho.cluster.SecretValue;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.syntax.HostReader;
import dev.sekisho.translate.syntax.Reading;
import java.security.PrivateKey;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;

/// Reads a Secret of type `kubernetes.io/tls`.
final class CertificateReader {

    static final String TYPE = "kubernetes.io/tls";
    private static final Set<String> ALGORITHMS = Set.of("RSA", "EC", "EdDSA");
    private static final int DNS_NAME = 2;

    private CertificateReader() {}

    static Reading<KeyedCertificate> read(Secret secret) {
        if (!secret.type().equals(TYPE)) {
            return Reading.invalid(
                    "is of type " + Excerpt.of(secret.type()) + " (expected: " + TYPE + ")");
        }
        var chain = secret.data().get("tls.crt");
        var key = secret.data().get("tls.key");
        if (chain == null || key == null) {
            var missing = chain == null ? "tls.crt" : "tls.key";
            return Reading.invalid("has no key " + missing + " (expected: tls.crt and tls.key)");
        }
        return switch (PemCertificates.read("tls.crt", "PEM, leaf first", chain.bytes())) {
            case Reading.Valid(var certificates) -> read(secret, certificates, chain, key);
            case Reading.Invalid(var problem) -> Reading.invalid(problem);
        };
    }

    private static Reading<KeyedCertificate> read(
            Secret secret, List<X509Certificate> chain, SecretValue crt, SecretValue key) {
        var leaf = chain.getFirst();
        var algorithm = leaf.getPublicKey().getAlgorithm();
        if (!ALGORITHMS.contains(algorithm)) {
            return Reading.invalid(
                    "tls.crt has a key of algorithm "
                            + Excerpt.of(algorithm)
                            + " (expected: RSA, EC or EdDSA)");
        }
        var keyBytes = key.bytes();
        return switch (PrivateKeyReader.read(keyBytes, leaf.getPublicKey())) {
            case Reading.Valid(PrivateKey found) ->
                    Reading.valid(
                            new KeyedCertificate(
                                    new Certificate(
                                            secret.ref(),
                                            PemCertificates.fingerprint(crt.bytes(), keyBytes),
                                            chain,
                                            found),
                                    algorithm,
                                    names(leaf),
                                    leaf.getNotBefore().toInstant(),
                                    leaf.getNotAfter().toInstant()));
            case Reading.Invalid(var problem) -> Reading.invalid(problem);
        };
    }

    /// The DNS names that the certificate is for; a common name alone counts for no client today.
    private static List<HostPattern> names(X509Certificate leaf) {
        var names = new ArrayList<HostPattern>();
        try {
            var alternatives = leaf.getSubjectAlternativeNames();
            if (alternatives == null) {
                return List.of();
            }
            for (var alternative : alternatives) {
                if (alternative.getFirst() instanceof Integer kind
                        && kind == DNS_NAME
                        && alternative.getLast() instanceof String text
                        && !text.isEmpty()
                        && HostReader.read(text) instanceof Reading.Valid(var host)) {
                    names.add(host);
                }
            }
        } catch (CertificateParsingException _) {
            return List.of();
        }
        return List.copyOf(names);
    }
}
