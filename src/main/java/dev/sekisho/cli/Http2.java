package dev.sekisho.cli;

/// Where clients may speak HTTP/2.
public enum Http2 {
    EVERYWHERE,
    TLS,
    OFF
}
