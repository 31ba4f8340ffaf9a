package dev.sekisho.gateway.upstream;

import java.time.Duration;

/// How long pooled connections live, and how endpoints are judged. `idlePerEndpoint` is the cap of
/// one event loop; `retryPercent` that of requests sent again. 0 `ejectionFailures` ejects never,
/// zero `slowStart` starts at full speed.
public record UpstreamSettings(
        Duration idle,
        int requests,
        int idlePerEndpoint,
        int retryPercent,
        int ejectionFailures,
        Duration slowStart) {

    public static final UpstreamSettings DEFAULT =
            new UpstreamSettings(Duration.ofSeconds(60), 10_000, 320, 20, 3, Duration.ZERO);
}
