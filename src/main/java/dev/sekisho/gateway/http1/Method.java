package dev.sekisho.gateway.http1;

/// The request methods that a gateway tells apart.
public enum Method {
    GET,
    HEAD,
    POST,
    PUT,
    DELETE,
    OPTIONS,
    PATCH,
    CONNECT,
    TRACE,
    OTHER;

    private static final Method[] NAMED = {
        GET, HEAD, POST, PUT, DELETE, OPTIONS, PATCH, CONNECT, TRACE
    };

    @SuppressWarnings("ImmutableEnumChecker") // Never handed out.
    private final byte[] text = Octets.ascii(name());

    /// Whether sending it twice does no more than sending it once (RFC 9110 9.2.2).
    public boolean isIdempotent() {
        return switch (this) {
            case GET, HEAD, PUT, DELETE, OPTIONS, TRACE -> true;
            case POST, PATCH, CONNECT, OTHER -> false;
        };
    }

    static Method of(byte[] bytes, int start, int end) {
        for (Method method : NAMED) {
            if (method.matches(bytes, start, end)) {
                return method;
            }
        }
        return OTHER;
    }

    private boolean matches(byte[] bytes, int start, int end) {
        if (end - start != text.length) {
            return false;
        }
        for (int i = 0; i < text.length; i++) {
            if (bytes[start + i] != text[i]) {
                return false;
            }
        }
        return true;
    }
}
