package dev.sekisho.model;

import java.util.Comparator;
import java.util.Optional;

/// How the pods of a backend are spoken to: in which version of HTTP, and whether over TLS.
///
/// Nothing is found out by trying: what a pod does not understand is an error, and what should be
/// encrypted never goes out in the clear.
public record BackendProtocol(HttpVersion version, Optional<BackendTls> tls)
        implements Comparable<BackendProtocol> {

    public static final BackendProtocol HTTP =
            new BackendProtocol(HttpVersion.HTTP_1_1, Optional.empty());

    /// HTTP/2 without TLS, by prior knowledge (RFC 9113 3.3).
    public static final BackendProtocol H2C =
            new BackendProtocol(HttpVersion.HTTP_2, Optional.empty());

    private static final Comparator<BackendProtocol> ORDER =
            Comparator.comparing(BackendProtocol::version)
                    .thenComparing(protocol -> protocol.tls().isPresent())
                    .thenComparing(protocol -> protocol.tls().orElse(BackendTls.UNVERIFIED));

    /// The same version, over TLS.
    public BackendProtocol over(BackendTls encryption) {
        return new BackendProtocol(version, Optional.of(encryption));
    }

    @Override
    public int compareTo(BackendProtocol other) {
        return ORDER.compare(this, other);
    }

    /// A word for people: `http`, `h2c`, `https` or `h2`.
    @Override
    public String toString() {
        return switch (version) {
            case HTTP_1_1 -> tls.isPresent() ? "https" : "http";
            case HTTP_2 -> tls.isPresent() ? "h2" : "h2c";
        };
    }
}
