package dev.sekisho.gateway;

/// Where clients connect.
///
/// A port of `OFF` opens no listener, 0 lets the system choose. The public ports are those that
/// clients see in front of us, 0 for the bound ones.
public record ListenSettings(
        String address, int httpPort, int httpsPort, int publicHttpPort, int publicHttpsPort) {

    /// No listener.
    public static final int OFF = -1;

    public static final ListenSettings DEFAULT = new ListenSettings("0.0.0.0", 8080, 8443, 0, 0);
}
