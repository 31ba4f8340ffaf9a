package dev.sekisho.model.http;

import java.time.Duration;

/// How a request is forwarded: how patiently, how often, to which of the endpoints, and how its
/// body is.
///
/// `read` and `send` are idle times between two reads or writes, not totals. `maxBodyBytes` 0 means
/// no limit.
public record ForwardPolicy(
        Duration connect,
        Duration read,
        Duration send,
        long maxBodyBytes,
        RetryPolicy retries,
        Balancing balancing,
        BodyPolicy body) {

    public static final ForwardPolicy DEFAULT =
            new ForwardPolicy(
                    Duration.ofSeconds(5), Duration.ofSeconds(60), Duration.ofSeconds(60), 3, 0);

    /// The usual retries, balancing and bodies, with so many attempts in all.
    public ForwardPolicy(
            Duration connect, Duration read, Duration send, int tries, long maxBodyBytes) {
        this(
                connect,
                read,
                send,
                maxBodyBytes,
                RetryPolicy.DEFAULT.withTries(tries),
                Balancing.DEFAULT,
                BodyPolicy.STREAMED);
    }

    public ForwardPolicy with(RetryPolicy other) {
        return new ForwardPolicy(connect, read, send, maxBodyBytes, other, balancing, body);
    }

    public ForwardPolicy with(Balancing other) {
        return new ForwardPolicy(connect, read, send, maxBodyBytes, retries, other, body);
    }

    public ForwardPolicy with(BodyPolicy other) {
        return new ForwardPolicy(connect, read, send, maxBodyBytes, retries, balancing, other);
    }
}
