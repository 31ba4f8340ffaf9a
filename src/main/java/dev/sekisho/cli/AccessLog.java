package dev.sekisho.cli;

/// How requests are logged.
public enum AccessLog {
    /// One JSON object for each request.
    JSON,
    /// The format `upstreaminfo` of ingress-nginx.
    UPSTREAMINFO,
    OFF
}
