package dev.sekisho.model.http;

import java.time.Duration;

/// How a request is forwarded: how patiently, how often, to which of the endpoints, how its body
/// is, and whether it may become something else than HTTP.
///
/// `read` and `send` are idle times between two reads or writes, not totals. `maxBodyBytes` 0 means
/// no limit. `grpcLimit` is how long a call of gRPC may take, and with it what its `grpc-timeout`
/// says counts; zero leaves both to client and pod.
public record ForwardPolicy(
        Duration connect,
        Duration read,
        Duration send,
        long maxBodyBytes,
        RetryPolicy retries,
        Balancing balancing,
        BodyPolicy body,
        Upgrades upgrades,
        Duration grpcLimit) {

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
                BodyPolicy.STREAMED,
                Upgrades.WEBSOCKET,
                Duration.ZERO);
    }

    public ForwardPolicy with(RetryPolicy other) {
        return new ForwardPolicy(
                connect, read, send, maxBodyBytes, other, balancing, body, upgrades, grpcLimit);
    }

    public ForwardPolicy with(Balancing other) {
        return new ForwardPolicy(
                connect, read, send, maxBodyBytes, retries, other, body, upgrades, grpcLimit);
    }

    public ForwardPolicy with(BodyPolicy other) {
        return new ForwardPolicy(
                connect, read, send, maxBodyBytes, retries, balancing, other, upgrades, grpcLimit);
    }

    public ForwardPolicy with(Upgrades other) {
        return new ForwardPolicy(
                connect, read, send, maxBodyBytes, retries, balancing, body, other, grpcLimit);
    }

    public ForwardPolicy withGrpcLimit(Duration limit) {
        return new ForwardPolicy(
                connect, read, send, maxBodyBytes, retries, balancing, body, upgrades, limit);
    }

    /// Whether calls of gRPC have a deadline here.
    public boolean limitsGrpc() {
        return !grpcLimit.isZero();
    }
}
