package dev.sekisho.model.tls;

/// Whether clients of a host have to show a certificate, in the words of nginx'
/// `ssl_verify_client`.
public enum ClientVerification {
    /// They are not asked for one.
    OFF,
    /// `on`: without a good one their requests are answered 400.
    REQUIRED,
    /// `optional`: with a bad one their requests are answered 400; without one they are served.
    OPTIONAL,
    /// `optional_no_ca`: they are served with whatever they show, and pods are told what it is
    /// worth.
    UNVERIFIED
}
