package dev.sekisho.gateway.tls;

/// The oldest protocol version that is spoken; newer ones are, too.
public enum TlsVersion {
    TLS_1_2,
    TLS_1_3;

    /// In the JDK's names.
    String[] protocols() {
        return switch (this) {
            case TLS_1_2 -> new String[] {"TLSv1.2", "TLSv1.3"};
            case TLS_1_3 -> new String[] {"TLSv1.3"};
        };
    }
}
