package dev.sekisho.gateway.http1;

import org.jspecify.annotations.Nullable;

/// What a pod's response must keep to before one of its bytes goes to the client.
///
/// A response that breaks a rule is answered with 502, or cut off if it has begun, and the pod's
/// connection is not used again. The constant's name is what metrics and logs show.
public enum ResponseRule {
    UPSTREAM_STATUS_LINE(
            "RFC 9112 4",
            "The status line is `HTTP/1.1` or `HTTP/1.0`, a status from 100 to 599, and a reason"
                    + " without control characters."),
    UPSTREAM_HEADER_TOO_BIG(
            "RFC 9110 15.6.3",
            "The head of a response is not larger than 16 KiB and has at most 100 fields."),
    UPSTREAM_FIELD_MALFORMED(
            "RFC 9112 5",
            "Fields keep to the rules of request fields: CR LF at each end, a token, a colon, no"
                    + " control character, no second line."),
    UPSTREAM_CONNECTION_MALFORMED(
            "RFC 9110 7.6.1", "`Connection` is a list of tokens, at most 32 of them names."),
    UPSTREAM_FRAMING(
            "RFC 9112 6.3",
            "There is one `Content-Length` of digits, or `Transfer-Encoding: chunked` in HTTP/1.1,"
                    + " never both; an interim response has neither."),
    UPSTREAM_BODY_MALFORMED("RFC 9112 7.1", "Chunks and trailers keep to the rules of requests."),
    UPSTREAM_SWITCHED("RFC 9110 15.2.2", "Nobody switches protocols unasked."),
    UPSTREAM_NOT_SWITCHED(
            "RFC 8441 5", "Success is no answer to a client that can be told of a tunnel only."),
    UPSTREAM_INTERIM_TOO_MANY(
            "RFC 9110 15.2", "There are at most 16 interim responses before the final one."),
    UPSTREAM_CUT("RFC 9112 8", "A response that has begun comes to its end."),
    UPSTREAM_SURPLUS(
            "RFC 9112 9.2",
            "Nothing comes after the end of a response. The client gets the response as it is.");

    private final String section;
    private final String meaning;

    ResponseRule(String section, String meaning) {
        this.section = section;
        this.meaning = meaning;
    }

    /// The rule that a head breaks whose fields break this one.
    static ResponseRule ofFields(@Nullable RequestRule broken) {
        return switch (broken) {
            case FIELDS_TOO_LARGE, FIELDS_TOO_MANY, COOKIES_TOO_MANY -> UPSTREAM_HEADER_TOO_BIG;
            case null, default -> UPSTREAM_FIELD_MALFORMED;
        };
    }

    /// Where the rule is written.
    public String section() {
        return section;
    }

    /// What a response must be like to keep it.
    public String meaning() {
        return meaning;
    }
}
