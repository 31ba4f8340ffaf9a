package dev.sekisho.cli;

import java.util.List;

/// The options about how large heads and trailers may be.
final class HeadOptions {

    static final Option<Integer> MAX_URI_SIZE =
            size("max-uri-size", "8k", "The longest request target; a longer one is answered 414.");

    static final Option<Integer> MAX_HEADER_SIZE =
            size(
                    "max-header-size",
                    "16k",
                    "All fields of a request together; more is answered 431.");

    static final Option<Integer> MAX_HEADER_FIELDS =
            count(
                    "max-header-fields",
                    "100",
                    "The fields of a request, cookies not counted; more is answered 431. Holds for"
                            + " responses too.");

    static final Option<Integer> MAX_COOKIE_FIELDS =
            count(
                    "max-cookie-fields",
                    "256",
                    "The Cookie fields of a request; more is answered 431.");

    static final Option<Integer> MAX_RESPONSE_HEADER_SIZE =
            size(
                    "max-response-header-size",
                    "16k",
                    "All fields of a pod's response together; for more the client gets 502.");

    static final Option<Integer> MAX_CHUNK_EXTENSION_SIZE =
            size(
                    "max-chunk-extension-size",
                    "256",
                    "All chunk extensions of a body together; more is answered 400.");

    static final Option<Integer> MAX_TRAILER_SIZE =
            size(
                    "max-trailer-size",
                    "16k",
                    "All trailer fields of a body together; more is answered 431.");

    static final Option<Integer> MAX_TRAILER_FIELDS =
            count(
                    "max-trailer-fields",
                    "100",
                    "The trailer fields of a body; more is answered 431.");

    static final Option<Boolean> UNDERSCORES_IN_HEADERS =
            Option.of(
                    "underscores-in-headers",
                    Grammars.SWITCH,
                    "false",
                    Command.GATEWAYS,
                    "Sends on request fields whose name has an underscore, unless it reads like one"
                            + " that the gateway sets.");

    static final List<Option<?>> ALL =
            List.of(
                    MAX_URI_SIZE,
                    MAX_HEADER_SIZE,
                    MAX_HEADER_FIELDS,
                    MAX_COOKIE_FIELDS,
                    MAX_RESPONSE_HEADER_SIZE,
                    MAX_CHUNK_EXTENSION_SIZE,
                    MAX_TRAILER_SIZE,
                    MAX_TRAILER_FIELDS,
                    UNDERSCORES_IN_HEADERS);

    private HeadOptions() {}

    private static Option<Integer> size(String name, String usual, String doc) {
        return Option.of(name, Grammars.HEAD_SIZE, usual, Command.GATEWAYS, doc);
    }

    private static Option<Integer> count(String name, String usual, String doc) {
        return Option.of(name, Grammars.HEAD_FIELDS, usual, Command.GATEWAYS, doc);
    }
}
