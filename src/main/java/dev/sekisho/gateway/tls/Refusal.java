package dev.sekisho.gateway.tls;

/// Why a client is turned away before there is an engine, by an alert (RFC 8446 §6.2).
enum Refusal {
    UNKNOWN_NAME(112, "no certificate for the server name"),
    NO_COMMON_PROTOCOL(120, "none of the offered application protocols is spoken"),
    UNUSABLE_CERTIFICATE(80, "the certificate cannot be used");

    private final int description;
    private final String reason;

    Refusal(int description, String reason) {
        this.description = description;
        this.reason = reason;
    }

    /// A fatal alert in a record of its own.
    byte[] alert() {
        return new byte[] {21, 3, 3, 0, 2, 2, (byte) description};
    }

    String reason() {
        return reason;
    }
}
