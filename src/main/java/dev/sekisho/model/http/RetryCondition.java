package dev.sekisho.model.http;

import java.util.Locale;

/// What makes a request go to another endpoint; named as nginx names them.
public enum RetryCondition {
    /// No connection, or one that broke before an answer.
    ERROR,
    /// No connection or no answer in time.
    TIMEOUT,
    /// An answer that is no HTTP.
    INVALID_HEADER,
    HTTP_500,
    HTTP_502,
    HTTP_503,
    HTTP_504,
    HTTP_403,
    HTTP_404,
    HTTP_429,
    /// Allows the others for requests that may have had an effect already.
    NON_IDEMPOTENT;

    /// The condition of an answer with this status.
    public static RetryCondition of(int status) {
        return switch (status) {
            case 500 -> HTTP_500;
            case 502 -> HTTP_502;
            case 503 -> HTTP_503;
            case 504 -> HTTP_504;
            case 403 -> HTTP_403;
            case 404 -> HTTP_404;
            case 429 -> HTTP_429;
            default -> throw new IllegalArgumentException("status " + status);
        };
    }

    /// As users write it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
