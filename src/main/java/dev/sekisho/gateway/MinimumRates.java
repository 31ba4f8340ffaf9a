package dev.sekisho.gateway;

import java.time.Duration;

/// How slow clients may be, in bytes a second on average over `window`; 0 is as slow as they like.
///
/// `requestBody` counts only while we wait for the client, `response` only while it is the client
/// that does not take what is ready. So neither a slow pod nor a quiet one makes a client slow.
public record MinimumRates(long requestBody, long response, Duration window) {

    public static final MinimumRates DEFAULT = new MinimumRates(240, 240, Duration.ofSeconds(30));
}
