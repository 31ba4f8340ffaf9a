package dev.sekisho.cli;

import java.util.List;

/// The options about how much is taken on.
final class CapacityOptions {

    static final Option<Integer> MAX_CONNECTIONS =
            Option.of(
                    "max-connections",
                    Grammars.CAP,
                    "0",
                    Command.GATEWAYS,
                    "How many client connections may be open; 0 is as many as there are descriptors"
                            + " for. At the cap an idle one goes for a new one; if none is idle, the"
                            + " new one is closed.");

    static final Option<Integer> MAX_HTTP_CONNECTIONS =
            Option.of(
                    "max-http-connections",
                    Grammars.CAP,
                    "0",
                    Command.GATEWAYS,
                    "The same for the HTTP port alone.");

    static final Option<Integer> MAX_HTTPS_CONNECTIONS =
            Option.of(
                    "max-https-connections",
                    Grammars.CAP,
                    "0",
                    Command.GATEWAYS,
                    "The same for the HTTPS port alone.");

    static final Option<Integer> MEMORY_WATERMARK =
            Option.of(
                    "memory-watermark",
                    Grammars.PERCENT,
                    "95",
                    Command.GATEWAYS,
                    "From which share of heap, buffer or container memory on new requests are"
                            + " answered 503 with Retry-After; 0 is never.");

    static final List<Option<?>> ALL =
            List.of(MAX_CONNECTIONS, MAX_HTTP_CONNECTIONS, MAX_HTTPS_CONNECTIONS, MEMORY_WATERMARK);

    private CapacityOptions() {}
}
