package dev.sekisho.model.tls;

/// The oldest protocol version that is spoken; newer ones are, too.
public enum TlsVersion {
    TLS_1_2,
    TLS_1_3;

    /// The stricter of two.
    public TlsVersion orNewer(TlsVersion other) {
        return compareTo(other) >= 0 ? this : other;
    }
}
