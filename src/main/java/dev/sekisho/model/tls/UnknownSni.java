package dev.sekisho.model.tls;

/// What a client gets that asks for a server name we have no certificate for, or for none.
public enum UnknownSni {
    /// The default certificate.
    SERVE_DEFAULT,
    /// The alert `unrecognized_name` (RFC 6066 §3).
    REJECT
}
