package dev.sekisho.gateway.proxyprotocol;

/// What came of the first bytes of a proxied connection.
sealed interface ProxyHeaderReading {

    /// The header is not whole.
    record More() implements ProxyHeaderReading {}

    /// It is no header; `expected` says what would be one.
    record Malformed(String expected) implements ProxyHeaderReading {}

    /// The header, and how many bytes it takes.
    record Whole(ProxyHeader header, int length) implements ProxyHeaderReading {}

    ProxyHeaderReading MORE = new More();
}
