package dev.sekisho.model.http;

import java.time.Duration;

/// How patiently a request is forwarded, and how its body is.
///
/// `read` and `send` are idle times between two reads or writes, not totals. `tries` counts all
/// attempts. `maxBodyBytes` 0 means no limit.
public record ForwardPolicy(
        Duration connect,
        Duration read,
        Duration send,
        int tries,
        long maxBodyBytes,
        BodyPolicy body) {

    public static final ForwardPolicy DEFAULT =
            new ForwardPolicy(
                    Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60), 3, 0);

    /// With bodies that are passed on as they come.
    public ForwardPolicy(
            Duration connect, Duration read, Duration send, int tries, long maxBodyBytes) {
        this(connect, read, send, tries, maxBodyBytes, BodyPolicy.STREAMED);
    }

    public ForwardPolicy with(BodyPolicy other) {
        return new ForwardPolicy(connect, read, send, tries, maxBodyBytes, other);
    }
}
