package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.HeadLimits;
import dev.sekisho.gateway.upstream.UpstreamSettings;
import java.time.Duration;

/// How the gateway listens and how patient it is.
///
/// A port of -1 opens no listener, 0 lets the system choose. The public ports are those that
/// clients see in front of us, 0 for the bound ones.
public record GatewaySettings(
        String bindAddress,
        int httpPort,
        int httpsPort,
        int publicHttpPort,
        int publicHttpsPort,
        ClientTimeouts timeouts,
        HeadLimits heads,
        int requestsPerConnection,
        UpstreamSettings upstream,
        TrustedProxies trustedProxies,
        Duration drainDelay) {

    /// No listener.
    public static final int OFF = -1;

    public static final GatewaySettings DEFAULT =
            new GatewaySettings(
                    "0.0.0.0",
                    8080,
                    8443,
                    0,
                    0,
                    ClientTimeouts.DEFAULT,
                    HeadLimits.DEFAULT,
                    1000,
                    UpstreamSettings.DEFAULT,
                    TrustedProxies.NONE,
                    Duration.ofSeconds(5));

    /// These settings with other listeners.
    public GatewaySettings listeningOn(String address, int http, int https) {
        return new GatewaySettings(
                address,
                http,
                https,
                publicHttpPort,
                publicHttpsPort,
                timeouts,
                heads,
                requestsPerConnection,
                upstream,
                trustedProxies,
                drainDelay);
    }

    /// These settings with other waits for clients.
    public GatewaySettings with(ClientTimeouts other) {
        return new GatewaySettings(
                bindAddress,
                httpPort,
                httpsPort,
                publicHttpPort,
                publicHttpsPort,
                other,
                heads,
                requestsPerConnection,
                upstream,
                trustedProxies,
                drainDelay);
    }

    /// These settings with other limits of heads.
    public GatewaySettings with(HeadLimits other) {
        return new GatewaySettings(
                bindAddress,
                httpPort,
                httpsPort,
                publicHttpPort,
                publicHttpsPort,
                timeouts,
                other,
                requestsPerConnection,
                upstream,
                trustedProxies,
                drainDelay);
    }

    /// These settings with other trusted proxies.
    public GatewaySettings trusting(TrustedProxies proxies) {
        return new GatewaySettings(
                bindAddress,
                httpPort,
                httpsPort,
                publicHttpPort,
                publicHttpsPort,
                timeouts,
                heads,
                requestsPerConnection,
                upstream,
                proxies,
                drainDelay);
    }

    /// These settings with another time between the start of a drain and the end of accepting.
    public GatewaySettings drainingAfter(Duration delay) {
        return new GatewaySettings(
                bindAddress,
                httpPort,
                httpsPort,
                publicHttpPort,
                publicHttpsPort,
                timeouts,
                heads,
                requestsPerConnection,
                upstream,
                trustedProxies,
                delay);
    }
}
