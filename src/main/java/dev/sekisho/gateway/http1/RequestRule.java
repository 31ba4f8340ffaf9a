package dev.sekisho.gateway.http1;

/// What a request must keep to before one of its bytes goes upstream.
///
/// A request that breaks a rule is answered with the rule's status and its connection is closed.
/// The constant's name is what metrics and logs show.
public enum RequestRule {
    REQUEST_LINE("RFC 9112 3", 400),
    REQUEST_LINE_SPACES("RFC 9112 3", 400),
    METHOD_NOT_TOKEN("RFC 9110 9.1", 400),
    METHOD_NOT_ALLOWED("RFC 9110 9.1", 501),
    VERSION_MALFORMED("RFC 9112 2.3", 400),
    VERSION_UNKNOWN("RFC 9110 15.6.6", 505),
    TARGET_FORM("RFC 9112 3.2", 400),
    TARGET_OCTET("RFC 3986 2", 400),
    TARGET_FRAGMENT("RFC 9112 3.2", 400),
    TARGET_TOO_LONG("RFC 9110 15.5.15", 414),
    PATH_ESCAPE("RFC 3986 2.1", 400),
    PATH_ENCODED_SEPARATOR("RFC 3986 2.2", 400),
    PATH_PARAMETER("RFC 3986 3.3", 400),
    PATH_ABOVE_ROOT("RFC 3986 5.2.4", 400),
    HOST_MISSING("RFC 9112 3.2", 400),
    HOST_REPEATED("RFC 9112 3.2", 400),
    HOST_MALFORMED("RFC 9110 7.2", 400),
    HOST_DIFFERS("RFC 9112 3.2.2", 400),
    BARE_CR("RFC 9112 2.2", 400),
    BARE_LF("RFC 9112 2.2", 400),
    FIELD_FOLDED("RFC 9112 5.2", 400),
    FIELD_NAME_EMPTY("RFC 9110 5.1", 400),
    FIELD_NAME_NOT_TOKEN("RFC 9110 5.1", 400),
    FIELD_SPACE_BEFORE_COLON("RFC 9112 5.1", 400),
    FIELD_WITHOUT_COLON("RFC 9112 5", 400),
    FIELD_VALUE_CONTROL("RFC 9110 5.5", 400),
    FIELDS_TOO_MANY("RFC 6585 5", 431),
    FIELDS_TOO_LARGE("RFC 6585 5", 431),
    COOKIES_TOO_MANY("RFC 6585 5", 431),
    CONNECTION_MALFORMED("RFC 9110 7.6.1", 400),
    EXPECTATION_UNKNOWN("RFC 9110 10.1.1", 417),
    LENGTH_MALFORMED("RFC 9112 6.3", 400),
    LENGTH_REPEATED("RFC 9112 6.3", 400),
    LENGTH_AND_CODING("RFC 9112 6.3", 400),
    CODING_NOT_CHUNKED("RFC 9112 6.1", 400),
    CODING_ON_HTTP_1_0("RFC 9112 6.1", 400),
    CHUNK_SIZE("RFC 9112 7.1", 400),
    CHUNK_EXTENSION("RFC 9112 7.1.1", 400),
    CHUNK_END("RFC 9112 7.1", 400),
    TRAILER_MALFORMED("RFC 9112 7.1.2", 400),
    BODY_TOO_LARGE("RFC 9110 15.5.14", 413),
    HEADER_TIMEOUT("RFC 9110 15.5.9", 408),
    BODY_TIMEOUT("RFC 9110 15.5.9", 408);

    private final String section;
    private final int status;

    RequestRule(String section, int status) {
        this.section = section;
        this.status = status;
    }

    /// Where the rule is written.
    public String section() {
        return section;
    }

    /// What the client is answered.
    public int status() {
        return status;
    }
}
