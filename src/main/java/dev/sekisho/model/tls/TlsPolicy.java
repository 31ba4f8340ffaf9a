package dev.sekisho.model.tls;

/// What a host asks of TLS beyond what the gateway asks of every client.
///
/// A session that was made under one policy is never resumed under another, and a connection for a
/// host of one policy carries no request for a host of another.
public record TlsPolicy(TlsVersion minimumVersion) {

    /// Nothing more.
    public static final TlsPolicy DEFAULT = new TlsPolicy(TlsVersion.TLS_1_2);
}
