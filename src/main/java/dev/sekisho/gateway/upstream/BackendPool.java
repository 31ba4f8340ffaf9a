package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.route.BackendSlot;
import dev.sekisho.model.Endpoint;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event loop's view of a backend: whose turn it is. Survives changes of the endpoints.
public final class BackendPool {

    private BackendSlot slot;
    private EndpointPool[] endpoints = {};
    private int turn;

    BackendPool(BackendSlot slot, int firstTurn) {
        this.slot = slot;
        this.turn = firstTurn;
    }

    BackendSlot slot() {
        return slot;
    }

    /// Takes over the endpoints of `newer`; pools of endpoints that stay are kept.
    void refresh(BackendSlot newer, UpstreamPools pools) {
        slot = newer;
        EndpointPool[] before = endpoints;
        List<Endpoint> wanted = newer.backend().endpoints();
        EndpointPool[] after = new EndpointPool[wanted.size()];
        for (int i = 0; i < after.length; i++) {
            after[i] = pools.endpoint(wanted.get(i));
            after[i].retain();
        }
        endpoints = after;
        for (EndpointPool left : before) {
            left.release();
        }
    }

    void retire() {
        for (EndpointPool left : endpoints) {
            left.release();
        }
        endpoints = new EndpointPool[0];
    }

    public boolean isEmpty() {
        return endpoints.length == 0;
    }

    /// The next endpoint in turn that has not been tried, or null if all have been.
    public @Nullable EndpointPool next(Attempts attempts) {
        int size = endpoints.length;
        for (int i = 0; i < size; i++) {
            turn = turn + 1 < size ? turn + 1 : 0;
            EndpointPool candidate = endpoints[turn];
            if (!attempts.contains(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
