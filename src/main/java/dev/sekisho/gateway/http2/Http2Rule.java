package dev.sekisho.gateway.http2;

/// What makes a request of HTTP/2 malformed: its stream is reset with `PROTOCOL_ERROR`.
///
/// Only what HTTP/1.1 has no word for. All else is held to the rules that both share.
public enum Http2Rule {
    FIELD_NAME("RFC 9113 8.2.1", "The name of a field is a token without upper-case letters."),
    FIELD_VALUE(
            "RFC 9113 8.2.1",
            "A value has no NUL, CR or LF, and neither begins nor ends with a blank."),
    CONNECTION_FIELD(
            "RFC 9113 8.2.2",
            "There is no field of HTTP/1.1 that speaks of the connection; `te` is `trailers`."),
    PSEUDO_FIELD(
            "RFC 9113 8.3",
            "Pseudo-header fields are those of requests, each once, before all others, and none"
                    + " in trailers."),
    PSEUDO_VALUE(
            "RFC 9113 8.3.1",
            "`:method` is a token, `:scheme` is `http` or `https`, `:path` begins with a slash or"
                    + " is `*`, and none holds a blank or a control character."),
    LENGTH("RFC 9113 8.1.1", "`content-length` is the length of the body."),
    TRAILERS("RFC 9113 8.1", "The second header section of a request is its end.");

    private final String section;
    private final String meaning;

    Http2Rule(String section, String meaning) {
        this.section = section;
        this.meaning = meaning;
    }

    /// Where the rule is written.
    public String section() {
        return section;
    }

    /// What a request must be like to keep it.
    public String meaning() {
        return meaning;
    }
}
