package dev.sekisho.gateway;

import java.time.Duration;

/// How long clients may take.
///
/// `header` is for a whole request head, `body` between two reads of a body, `send` between two
/// writes, `keepAlive` between two requests. `halfClose` is how long a client is served that has
/// closed its sending side, `linger` how long a refused one may go on sending.
public record ClientTimeouts(
        Duration header,
        Duration body,
        Duration send,
        Duration keepAlive,
        Duration halfClose,
        Duration linger) {

    public static final ClientTimeouts DEFAULT =
            new ClientTimeouts(
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(60),
                    Duration.ofSeconds(75),
                    Duration.ofSeconds(1),
                    Duration.ofSeconds(2));
}
