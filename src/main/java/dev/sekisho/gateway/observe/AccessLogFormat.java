package dev.sekisho.gateway.observe;

/// How a line of the access log looks.
public enum AccessLogFormat {
    /// One JSON object per line.
    JSON,
    /// The default format of ingress-nginx.
    UPSTREAMINFO,
    /// No access log, at no cost.
    OFF
}
