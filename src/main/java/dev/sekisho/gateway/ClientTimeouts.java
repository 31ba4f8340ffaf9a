package dev.sekisho.gateway;

import java.time.Duration;

/// How long clients may take.
///
/// `header` is for a whole request head, `body` between two reads of a body, `send` between two
/// writes, `keepAlive` between two requests. `halfClose` is how long a client is served that has
/// closed its sending side, `linger` how long a refused one may pause before it has stopped
/// sending, `handshake` how long TLS may take from the first to the last byte.
public record ClientTimeouts(
        Duration header,
        Duration body,
        Duration send,
        Duration keepAlive,
        Duration halfClose,
        Duration linger,
        Duration handshake) {

    public static final ClientTimeouts DEFAULT =
            new ClientTimeouts(
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2),
                    Duration.ofSeconds(10));

    /// With the usual time for TLS.
    public ClientTimeouts(
            Duration header,
            Duration body,
            Duration send,
            Duration keepAlive,
            Duration halfClose,
            Duration linger) {
        this(header, body, send, keepAlive, halfClose, linger, DEFAULT.handshake());
    }
}
