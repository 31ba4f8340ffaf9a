package dev.sekisho.gateway.tls;

/// Which implementation of TLS is used.
public enum EngineChoice {
    /// OpenSSL's where it can be loaded, else the JDK's.
    AUTO,
    OPENSSL,
    JDK
}
