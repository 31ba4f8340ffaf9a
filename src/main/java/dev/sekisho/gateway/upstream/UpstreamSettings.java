package dev.sekisho.gateway.upstream;

import java.time.Duration;

/// How long pooled connections live. `idlePerEndpoint` is the cap of one event loop.
public record UpstreamSettings(Duration idle, int requests, int idlePerEndpoint) {

    public static final UpstreamSettings DEFAULT =
            new UpstreamSettings(Duration.ofSeconds(60), 10_000, 320);
}
