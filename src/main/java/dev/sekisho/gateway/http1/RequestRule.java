package dev.sekisho.gateway.http1;

/// What a request must keep to before one of its bytes goes upstream.
///
/// A request that breaks a rule is answered with the rule's status and its connection is closed.
/// The constant's name is what metrics and logs show.
public enum RequestRule {
    REQUEST_LINE(
            "RFC 9112 3",
            400,
            "The request line is method, target and version, each separated from the next and none empty."),
    REQUEST_LINE_SPACES(
            "RFC 9112 3", 400, "Exactly one space separates the parts of the request line."),
    METHOD_NOT_TOKEN("RFC 9110 9.1", 400, "The method is a token of at most 64 characters."),
    METHOD_NOT_ALLOWED(
            "RFC 9110 9.1", 501, "`CONNECT` and `TRACE`, in any case of letters, are not served."),
    VERSION_MALFORMED(
            "RFC 9112 2.3", 400, "The version is spelled `HTTP/digit.digit`, in upper case."),
    VERSION_UNKNOWN("RFC 9110 15.6.6", 505, "The version is `HTTP/1.1` or `HTTP/1.0`."),
    TARGET_FORM(
            "RFC 9112 3.2",
            400,
            "The target is a path, an absolute `http` or `https` URL with a path, or `*` of `OPTIONS`."),
    TARGET_OCTET("RFC 3986 2", 400, "The target holds visible ASCII characters only."),
    TARGET_FRAGMENT("RFC 9112 3.2", 400, "The target has no fragment."),
    TARGET_TOO_LONG("RFC 9110 15.5.15", 414, "The target is not longer than 8 KiB."),
    PATH_ESCAPE(
            "RFC 3986 2.1",
            400,
            "Every percent sign of the path begins an escape of two hexadecimal digits."),
    PATH_ENCODED_SEPARATOR(
            "RFC 3986 2.2",
            400,
            "The path holds no encoded slash, and no backslash in any form. A host can allow them,"
                    + " but never next to a dot segment."),
    PATH_CONTROL(
            "RFC 3986 2.5",
            400,
            "The path holds no encoded control character, NUL among them. A host can allow them."),
    PATH_PARAMETER(
            "RFC 3986 3.3",
            400,
            "The path holds no semicolon, encoded or not. A host can allow them, but never after a"
                    + " dot segment or an empty one."),
    PATH_DOUBLE_ESCAPE(
            "RFC 3986 2.4",
            400,
            "An encoded percent sign in the path makes no other escape of what follows, as in"
                    + " `%252F`. A host can allow it."),
    PATH_NOT_UTF8(
            "RFC 3986 2.5",
            400,
            "The escapes of the path are UTF-8. A host can allow others, but never a character in"
                    + " a longer form than it needs."),
    PATH_ABOVE_ROOT("RFC 3986 5.2.4", 400, "Dot segments do not lead out of the root."),
    HOST_MISSING("RFC 9112 3.2", 400, "A request names its host; only HTTP/1.0 may leave it out."),
    HOST_REPEATED("RFC 9112 3.2", 400, "There is one `Host` field."),
    HOST_MALFORMED("RFC 9110 7.2", 400, "`Host` is a name or an address with an optional port."),
    HOST_DIFFERS(
            "RFC 9112 3.2.2", 400, "The authority of an absolute URL is that of the `Host` field."),
    BARE_CR("RFC 9112 2.2", 400, "A carriage return is followed by a line feed."),
    BARE_LF("RFC 9112 2.2", 400, "A line feed follows a carriage return."),
    FIELD_FOLDED("RFC 9112 5.2", 400, "A field is on one line."),
    FIELD_NAME_EMPTY("RFC 9110 5.1", 400, "A field has a name."),
    FIELD_NAME_NOT_TOKEN("RFC 9110 5.1", 400, "The name of a field is a token."),
    FIELD_SPACE_BEFORE_COLON("RFC 9112 5.1", 400, "The colon follows the name of a field at once."),
    FIELD_WITHOUT_COLON("RFC 9112 5", 400, "A field line has a colon."),
    FIELD_VALUE_CONTROL("RFC 9110 5.5", 400, "A value holds no control character but the tab."),
    FIELDS_TOO_MANY("RFC 6585 5", 431, "There are at most 100 fields, cookies not counted."),
    FIELDS_TOO_LARGE("RFC 6585 5", 431, "All fields together are not larger than 16 KiB."),
    COOKIES_TOO_MANY("RFC 6585 5", 431, "There are at most 256 `Cookie` fields."),
    TRAILERS_TOO_LARGE(
            "RFC 6585 5", 431, "There are at most 100 trailer fields, together at most 16 KiB."),
    CONNECTION_MALFORMED(
            "RFC 9110 7.6.1",
            400,
            "`Connection` is a list of tokens, at most 32 of them names of fields."),
    EXPECTATION_UNKNOWN("RFC 9110 10.1.1", 417, "The only expectation is `100-continue`."),
    LENGTH_MALFORMED(
            "RFC 9112 6.3", 400, "`Content-Length` is digits only, at most 19, and below 2^63."),
    LENGTH_REPEATED(
            "RFC 9112 6.3",
            400,
            "There is one `Content-Length`, even if a second one would be the same."),
    LENGTH_AND_CODING(
            "RFC 9112 6.3", 400, "`Content-Length` and `Transfer-Encoding` exclude each other."),
    CODING_NOT_CHUNKED(
            "RFC 9112 6.1", 400, "`Transfer-Encoding` is `chunked`, once, and nothing else."),
    CODING_ON_HTTP_1_0("RFC 9112 6.1", 400, "HTTP/1.0 has no `Transfer-Encoding`."),
    CHUNK_SIZE(
            "RFC 9112 7.1",
            400,
            "The size of a chunk is one to sixteen hexadecimal digits and below 2^31, and the body"
                    + " is below 2^63."),
    CHUNK_EXTENSION(
            "RFC 9112 7.1.1",
            400,
            "Chunk extensions hold no control characters and no open quotes, and at most 256 bytes"
                    + " in a body."),
    CHUNK_END("RFC 9112 7.1", 400, "The data of a chunk ends where its size says, with CR LF."),
    TRAILER_MALFORMED("RFC 9112 7.1.2", 400, "The trailer section keeps to the rules of fields."),
    BODY_TOO_LARGE("RFC 9110 15.5.14", 413, "The body is not larger than the route allows."),
    BODY_NOT_BUFFERED(
            "RFC 9110 15.5.14",
            413,
            "A body that is kept whole before it is forwarded fits into its memory, or there is a"
                    + " folder for the rest."),
    HEADER_TIMEOUT("RFC 9110 15.5.9", 408, "The head of a request is complete in time."),
    BODY_TIMEOUT("RFC 9110 15.5.9", 408, "The body of a request goes on in time."),
    BODY_TOO_SLOW(
            "RFC 9110 15.5.9",
            408,
            "The body of a request comes at the minimum rate, on average over the window.");

    private final String section;
    private final int status;
    private final String meaning;

    RequestRule(String section, int status, String meaning) {
        this.section = section;
        this.status = status;
        this.meaning = meaning;
    }

    /// Where the rule is written.
    public String section() {
        return section;
    }

    /// What the client is answered.
    public int status() {
        return status;
    }

    /// What a request must be like to keep it.
    public String meaning() {
        return meaning;
    }
}
