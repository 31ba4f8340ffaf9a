package dev.sekisho.kube;

/// An answer other than success, or none; `code` is 0 when the API server was not reached.
final class ApiException extends Exception {

    private static final long serialVersionUID = 1;

    private final int code;
    private final String text;

    ApiException(int code, String message) {
        super(message);
        this.code = code;
        this.text = message;
    }

    @Override
    public String getMessage() {
        return text;
    }

    boolean isForbidden() {
        return code == 403;
    }

    boolean isNotFound() {
        return code == 404;
    }

    boolean isConflict() {
        return code == 409;
    }

    /// The version asked for is too old to continue from.
    boolean isGone() {
        return code == 410;
    }

    /// Nothing about the request is wrong; the server is away, busy or does not know us yet.
    boolean isOutage() {
        return code == 0 || code == 401 || code == 429 || code >= 500;
    }
}
