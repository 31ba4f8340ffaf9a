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

    /// As users write it.
    public String text() {
        return name().toLowerCase(Locale.ROOT);
    }
}
