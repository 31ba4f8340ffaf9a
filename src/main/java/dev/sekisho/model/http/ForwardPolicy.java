package dev.sekisho.model.http;

import java.time.Duration;

/// How patiently a request is forwarded.
///
/// `read` and `send` are idle times between two reads or writes, not totals. `tries` counts all
/// attempts. `maxBodyBytes` 0 means no limit.
public record ForwardPolicy(
        Duration connect, Duration read, Duration send, int tries, long maxBodyBytes) {

    public static final ForwardPolicy DEFAULT =
            new ForwardPolicy(
                    Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60), 3, 0);
}
