package dev.sekisho.model.http;

import java.time.Duration;

/// How a request is forwarded: how patiently, how often, and to which of the endpoints.
///
/// `read` and `send` are idle times between two reads or writes, not totals. `maxBodyBytes` 0 means
/// no limit.
public record ForwardPolicy(
        Duration connect,
        Duration read,
        Duration send,
        long maxBodyBytes,
        RetryPolicy retries,
        Balancing balancing) {

    public static final ForwardPolicy DEFAULT =
            new ForwardPolicy(
                    Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60), 3, 0);

    /// The usual retries and balancing, with so many attempts in all.
    public ForwardPolicy(
            Duration connect, Duration read, Duration send, int tries, long maxBodyBytes) {
        this(
                connect,
                read,
                send,
                maxBodyBytes,
                RetryPolicy.DEFAULT.withTries(tries),
                Balancing.DEFAULT);
    }

    public ForwardPolicy with(RetryPolicy other) {
        return new ForwardPolicy(connect, read, send, maxBodyBytes, other, balancing);
    }

    public ForwardPolicy with(Balancing other) {
        return new ForwardPolicy(connect, read, send, maxBodyBytes, retries, other);
    }
}
