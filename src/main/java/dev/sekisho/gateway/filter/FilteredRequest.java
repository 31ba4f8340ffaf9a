package dev.sekisho.gateway.filter;

/// A request as filters see it.
public interface FilteredRequest {

    /// Whether the client used TLS, to us or to a proxy that we trust.
    boolean isSecure();

    /// Whether the normalised path starts with these characters.
    boolean pathStartsWith(String prefix);

    /// The same URL on HTTPS.
    String httpsLocation();
}
