package dev.sekisho.admin;

import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.List;

/// The names that a certificate is valid for.
final class CertificateNames {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private CertificateNames() {}

    /// Empty for a certificate without names, or with names that cannot be read.
    static List<String> of(X509Certificate certificate) {
        try {
            var names = certificate.getSubjectAlternativeNames();
            return names == null
                    ? List.of()
                    : names.stream()
                            .filter(name -> isText(name.getFirst()))
                            .map(name -> String.valueOf(name.get(1)))
                            .toList();
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }

    private static boolean isText(Object kind) {
        return kind.equals(DNS_NAME) || kind.equals(IP_ADDRESS);
    }
}
