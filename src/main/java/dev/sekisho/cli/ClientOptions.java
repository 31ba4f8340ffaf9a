package dev.sekisho.cli;

import java.time.Duration;
import java.util.List;

/// The options about slow clients and about bodies that are kept whole.
final class ClientOptions {

    /// Whether a request body is kept whole before it is forwarded.
    enum Buffering {
        ON,
        OFF
    }

    static final Option<Duration> BODY_TIMEOUT =
            Option.of(
                    "body-timeout",
                    Grammars.TIMEOUT,
                    "60s",
                    Command.GATEWAYS,
                    "How long a client may pause within a request body.");

    static final Option<Long> BODY_MIN_RATE =
            Option.of(
                    "body-min-rate",
                    Grammars.RATE,
                    "240",
                    Command.GATEWAYS,
                    "How many bytes a second of a request body must come, on average over 30 s in"
                            + " which the client was waited for. 0 is no minimum.");

    static final Option<Duration> CLIENT_SEND_TIMEOUT =
            Option.of(
                    "client-send-timeout",
                    Grammars.TIMEOUT,
                    "60s",
                    Command.GATEWAYS,
                    "How long a client may take no byte of a response.");

    static final Option<Long> RESPONSE_MIN_RATE =
            Option.of(
                    "response-min-rate",
                    Grammars.RATE,
                    "240",
                    Command.GATEWAYS,
                    "How many bytes a second of a response a client must take, on average over 30"
                            + " s or more in which it was waited for. 0 is no minimum.");

    static final Option<Duration> TLS_HANDSHAKE_TIMEOUT =
            Option.of(
                    "tls-handshake-timeout",
                    Grammars.TIMEOUT,
                    "10s",
                    Command.GATEWAYS,
                    "How long a client may take for TLS, from connecting on.");

    static final Option<Buffering> REQUEST_BUFFERING =
            Option.of(
                    "request-buffering",
                    Grammars.oneOf(Buffering.class),
                    "off",
                    Command.GATEWAYS,
                    "Whether a request body is kept whole before a pod is chosen.");

    static final Option<Integer> REQUEST_BUFFER_MEMORY =
            Option.of(
                    "request-buffer-memory",
                    Grammars.ROOM,
                    "16k",
                    Command.GATEWAYS,
                    "How much of one kept body stays in memory; the rest goes to a file.");

    static final Option<Long> REQUEST_BUFFER_MEMORY_TOTAL =
            Option.of(
                    "request-buffer-memory-total",
                    Grammars.SIZE,
                    "64m",
                    Command.GATEWAYS,
                    "How much memory all kept bodies may take; beyond it requests are answered"
                            + " 503. 0 is no limit.");

    static final Option<String> REQUEST_BUFFER_FOLDER =
            Option.of(
                    "request-buffer-folder",
                    Grammars.FOLDER,
                    "",
                    Command.GATEWAYS,
                    "Where the files of kept bodies are. Without it a body that does not fit into"
                            + " its memory is answered 413.");

    static final Option<Long> REQUEST_BUFFER_FILES_TOTAL =
            Option.of(
                    "request-buffer-files-total",
                    Grammars.SIZE,
                    "1g",
                    Command.GATEWAYS,
                    "How much all files of kept bodies may take; beyond it requests are answered"
                            + " 503. 0 is no limit.");

    static final List<Option<?>> ALL =
            List.of(
                    BODY_TIMEOUT,
                    BODY_MIN_RATE,
                    CLIENT_SEND_TIMEOUT,
                    RESPONSE_MIN_RATE,
                    TLS_HANDSHAKE_TIMEOUT,
                    REQUEST_BUFFERING,
                    REQUEST_BUFFER_MEMORY,
                    REQUEST_BUFFER_MEMORY_TOTAL,
                    REQUEST_BUFFER_FOLDER,
                    REQUEST_BUFFER_FILES_TOTAL);

    private ClientOptions() {}
}
