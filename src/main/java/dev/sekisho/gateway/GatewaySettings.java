package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.HeadLimits;
import dev.sekisho.gateway.upstream.UpstreamSettings;
import java.time.Duration;

/// How the gateway listens, how patient it is and what it lets pass.
///
/// `drainDelay` is how long connections are still accepted after the end was announced.
public record GatewaySettings(
        ListenSettings listen,
        ClientSettings clients,
        HeadLimits heads,
        UpstreamSettings upstream,
        Duration drainDelay) {

    public static final GatewaySettings DEFAULT =
            new GatewaySettings(
                    ListenSettings.DEFAULT,
                    ClientSettings.DEFAULT,
                    HeadLimits.DEFAULT,
                    UpstreamSettings.DEFAULT,
                    Duration.ofSeconds(5));
}
