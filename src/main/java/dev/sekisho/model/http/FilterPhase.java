package dev.sekisho.model.http;

/// When a filter runs. The order of the constants is the order of the phases.
public enum FilterPhase {
    /// Sends clients to HTTPS before anything else looks at the request.
    HTTPS_REDIRECT
}
