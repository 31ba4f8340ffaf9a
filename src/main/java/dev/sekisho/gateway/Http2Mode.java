package dev.sekisho.gateway;

/// Where clients may speak HTTP/2.
public enum Http2Mode {
    /// Over TLS, and without TLS if the client begins with it.
    EVERYWHERE,
    TLS,
    OFF
}
