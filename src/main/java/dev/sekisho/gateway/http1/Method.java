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

    private static final byte[] LOWER_CONNECT = Octets.ascii("connect");
    private static final byte[] LOWER_TRACE = Octets.ascii("trace");

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
        return lookAlike(bytes, start, end);
    }

    /// A pod that does not mind the case of a method must not get one that is not served.
    private static Method lookAlike(byte[] bytes, int start, int end) {
        if (Octets.equalsIgnoreCase(bytes, start, end, LOWER_CONNECT)) {
            return CONNECT;
        }
        return Octets.equalsIgnoreCase(bytes, start, end, LOWER_TRACE) ? TRACE : OTHER;
    }

    /// Whether requests with it go to pods.
    boolean isServed() {
        return this != CONNECT && this != TRACE;
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
