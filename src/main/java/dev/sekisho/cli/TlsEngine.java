package dev.sekisho.cli;

/// Which implementation of TLS is used.
public enum TlsEngine {
    AUTO,
    OPENSSL,
    JDK
}
