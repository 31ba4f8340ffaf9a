package dev.sekisho.gateway;

/// Where clients connect.
///
/// A port of `OFF` opens no listener, 0 lets the system choose. The public ports are those that
/// clients see in front of us, 0 for the bound ones. Connections of the proxies in `announcing`
/// begin with the PROXY protocol, those of others do not. `http2` does not say what TLS offers.
public record ListenSettings(
        String address,
        int httpPort,
        int httpsPort,
        int publicHttpPort,
        int publicHttpsPort,
        TrustedProxies announcing,
        Http2Mode http2) {

    /// No listener.
    public static final int OFF = -1;

    public static final ListenSettings DEFAULT =
            new ListenSettings(
                    "0.0.0.0", 8080, 8443, 0, 0, TrustedProxies.NONE, Http2Mode.EVERYWHERE);
}
