package dev.sekisho.translate.tls;

import dev.sekisho.translate.syntax.Reading;
import java.io.ByteArrayInputStream;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.security.cert.CertificateException;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.List;

/// Reads the certificates under one key of a Secret.
final class PemCertificates {

    private PemCertificates() {}

    /// At least one, in the order in which they stand there; `key` is how messages call the place,
    /// `expected` what they say should be there.
    static Reading<List<X509Certificate>> read(String key, String expected, byte[] bytes) {
        var pem = Pem.parse(bytes);
        if (pem.isEmpty()) {
            return Reading.invalid(key + " is not valid PEM");
        }
        var blocks = pem.get().labelled("CERTIFICATE");
        if (blocks.isEmpty()) {
            return Reading.invalid(key + " holds no certificate (expected: " + expected + ")");
        }
        try {
            var factory = CertificateFactory.getInstance("X.509");
            var certificates = new ArrayList<X509Certificate>(blocks.size());
            for (var der : blocks) {
                var parsed = factory.generateCertificate(new ByteArrayInputStream(der));
                certificates.add((X509Certificate) parsed);
            }
            certificates.forEach(X509Certificate::getPublicKey);
            return Reading.valid(certificates);
        } catch (CertificateException | RuntimeException _) {
            return Reading.invalid(key + " holds a block that is not an X.509 certificate");
        }
    }

    /// The hex SHA-256 over all of these, with a zero between two, which PEM has none of.
    static String fingerprint(byte[]... parts) {
        try {
            var digest = MessageDigest.getInstance("SHA-256");
            for (int i = 0; i < parts.length; i++) {
                if (i > 0) {
                    digest.update((byte) 0);
                }
                digest.update(parts[i]);
            }
            return HexFormat.of().formatHex(digest.digest());
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException("every Java platform has SHA-256", e);
        }
    }
}
