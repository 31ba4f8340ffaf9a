package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.TlsPolicy;
import dev.sekisho.model.tls.TlsVersion;
import java.util.List;

/// What is spoken: Mozilla's intermediate profile without finite-field Diffie-Hellman, which is
/// slow enough to be an attack. All of it is forward secret and authenticated.
final class TlsProfile {

    static final List<String> CIPHER_SUITES =
            List.of(
                    "TLS_AES_128_GCM_SHA256",
                    "TLS_AES_256_GCM_SHA384",
                    "TLS_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_RSA_WITH_AES_128_GCM_SHA256",
                    "TLS_ECDHE_ECDSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_RSA_WITH_AES_256_GCM_SHA384",
                    "TLS_ECDHE_ECDSA_WITH_CHACHA20_POLY1305_SHA256",
                    "TLS_ECDHE_RSA_WITH_CHACHA20_POLY1305_SHA256");

    private static final String NEWEST = "TLS_AES_";
    private static final String NEWEST_CHACHA = "TLS_CHACHA20_";

    private TlsProfile() {}

    /// The suites that a host leaves; it cannot add to the usual ones.
    static List<String> cipherSuites(TlsPolicy policy) {
        List<String> wanted = policy.cipherSuites();
        return wanted.isEmpty()
                ? CIPHER_SUITES
                : CIPHER_SUITES.stream()
                        .filter(suite -> isNewest(suite) || wanted.contains(suite))
                        .toList();
    }

    private static boolean isNewest(String suite) {
        return suite.startsWith(NEWEST) || suite.startsWith(NEWEST_CHACHA);
    }

    /// In the names of the JDK, which Netty uses for every engine.
    static String[] protocols(TlsVersion minimum) {
        return switch (minimum) {
            case TLS_1_2 -> new String[] {"TLSv1.2", "TLSv1.3"};
            case TLS_1_3 -> new String[] {"TLSv1.3"};
        };
    }
}
