package dev.sekisho.gateway.upstream;

import dev.sekisho.model.http.RetryCondition;
import org.jspecify.annotations.Nullable;

/// One endpoint of one backend as one event loop sees it.
public final class BackendEndpoint {

    private final BackendPool backend;
    private final EndpointPool connections;
    private final EndpointHealth health;
    private final Latency latency = new Latency();
    private final long addedAt;

    /// `addedAt` 0 stands for an endpoint that is not new.
    BackendEndpoint(
            BackendPool backend, EndpointPool connections, EndpointHealth health, long addedAt) {
        this.backend = backend;
        this.connections = connections;
        this.health = health;
        this.addedAt = addedAt;
    }

    EndpointPool connections() {
        return connections;
    }

    EndpointHealth health() {
        return health;
    }

    int inFlight() {
        return connections.inFlight();
    }

    double cost(long now) {
        return latency.cost(connections.inFlight(), now);
    }

    /// How long it has been getting requests at `now`.
    long age(long now) {
        long returned = health.returnedAt();
        long since = returned == 0 ? addedAt : returned;
        return since == 0 ? Long.MAX_VALUE : now - since;
    }

    /// An idle connection for `user` that has waited no longer than so many ticks, or null. None
    /// for a probe: only a new connection shows whether connections can be made again.
    public @Nullable UpstreamLink take(UpstreamUser user, long mostIdleTicks) {
        return health.isBeingProbed() ? null : connections.take(user, mostIdleTicks);
    }

    /// Starts a new connection; `user` hears when it is there, never before this returns.
    public UpstreamLink connect(UpstreamUser user, long timeoutTicks) {
        return connections.connect(user, timeoutTicks);
    }

    /// The same for bytes that are not ours to encrypt, whatever the backend speaks.
    public UpstreamConnection connectBare(UpstreamUser user, long timeoutTicks) {
        return connections.connectBare(user, timeoutTicks);
    }

    /// A connection was made.
    public void connected() {
        health.connected();
    }

    /// A connection was refused or, by `TIMEOUT`, not made in time.
    public void connectFailed(RetryCondition condition) {
        if (condition == RetryCondition.TIMEOUT) {
            lost();
        } else {
            health.refused(backend.size());
        }
    }

    /// Nothing that is sent to it is acknowledged.
    public void lost() {
        health.unanswered(backend.size());
    }

    /// An answer began so many nanoseconds after the request.
    public void answeredAfter(long nanos) {
        latency.observe(nanos, backend.now());
    }

    /// `address:port`.
    @Override
    public String toString() {
        return connections.toString();
    }
}
