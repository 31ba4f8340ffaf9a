package dev.sekisho.model.http;

import java.util.List;

/// Something that a route does to a request before its action, or instead of it.
public sealed interface Filter {

    /// When it runs, whoever added it and in whatever order.
    FilterPhase phase();

    /// Answers a plain-HTTP request with a redirect to the same URL on HTTPS.
    ///
    /// Paths under one of `exemptPrefixes` are let through, so that ACME HTTP-01 keeps working.
    record HttpsRedirect(int status, List<String> exemptPrefixes) implements Filter {

        public HttpsRedirect {
            exemptPrefixes = List.copyOf(exemptPrefixes);
        }

        @Override
        public FilterPhase phase() {
            return FilterPhase.HTTPS_REDIRECT;
        }
    }
}
