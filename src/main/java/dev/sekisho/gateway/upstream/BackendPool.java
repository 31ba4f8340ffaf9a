package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.route.BackendSlot;
import dev.sekisho.gateway.route.HashRing;
import dev.sekisho.gateway.route.KeyHash;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.http.Balancing;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// One event loop's view of a backend: whose turn it is, and what may be sent again. Survives
/// changes of the endpoints.
public final class BackendPool {

    private static final BackendEndpoint[] NONE = {};

    private final UpstreamPools pools;
    private final BackendHealth health;
    private final RetryBudget budget;
    private BackendSlot slot;
    private BackendEndpoint[] endpoints = NONE;
    private int turn;

    BackendPool(BackendSlot slot, UpstreamPools pools) {
        this.slot = slot;
        this.pools = pools;
        this.health = pools.ejections().backend(slot.id());
        this.budget = new RetryBudget(pools.settings().retryPercent());
        this.endpoints = merged(slot.backend().endpoints(), 0);
        this.turn = pools.random().nextInt(Math.max(1, endpoints.length));
    }

    BackendSlot slot() {
        return slot;
    }

    /// Takes over the endpoints of `newer`; what is known of those that stay is kept.
    void refresh(BackendSlot newer) {
        slot = newer;
        BackendEndpoint[] before = endpoints;
        endpoints = merged(newer.backend().endpoints(), pools.now());
        releaseAll(before);
    }

    private BackendEndpoint[] merged(List<Endpoint> wanted, long addedAt) {
        BackendEndpoint[] after = new BackendEndpoint[wanted.size()];
        for (int i = 0; i < after.length; i++) {
            after[i] = endpoint(wanted.get(i), addedAt);
            after[i].connections().retain();
        }
        return after;
    }

    private BackendEndpoint endpoint(Endpoint wanted, long addedAt) {
        for (BackendEndpoint known : endpoints) {
            if (known.connections().endpoint().equals(wanted)) {
                return known;
            }
        }
        PodAddress address = new PodAddress(wanted, slot.id().protocol());
        return new BackendEndpoint(this, pools.endpoint(address), health.endpoint(wanted), addedAt);
    }

    void retire() {
        releaseAll(endpoints);
        endpoints = NONE;
    }

    private static void releaseAll(BackendEndpoint[] left) {
        for (BackendEndpoint endpoint : left) {
            endpoint.connections().release();
        }
    }

    /// How the pods are spoken to.
    public BackendProtocol protocol() {
        return slot.id().protocol();
    }

    public boolean isEmpty() {
        return endpoints.length == 0;
    }

    int size() {
        return endpoints.length;
    }

    long now() {
        return pools.now();
    }

    /// Whether the endpoint may still get requests.
    public boolean has(BackendEndpoint endpoint) {
        for (BackendEndpoint known : endpoints) {
            if (known == endpoint) {
                return true;
            }
        }
        return false;
    }

    /// Counts a request, of which a share may be sent again.
    public void countRequest() {
        budget.request(pools.seconds());
    }

    /// Whether a request that was sent may be sent again; it counts as sent again then.
    public boolean spendRetry() {
        if (budget.spend(pools.seconds())) {
            return true;
        }
        pools.retryCounts().exhausted();
        return false;
    }

    /// The endpoint for a request that has been tried on `attempts`; null if all have been.
    ///
    /// Where all that are left are ejected, one of them: that is better than none. `key` is that of
    /// a consistent hash, `KeyHash.NONE` for a request without.
    public @Nullable BackendEndpoint next(Attempts attempts, Balancing balancing, long key) {
        BackendEndpoint chosen =
                switch (balancing) {
                    case Balancing.RoundRobin _ -> inTurn(attempts);
                    case Balancing.LeastRequests _ -> choice(attempts, TwoChoices.Cost.IN_FLIGHT);
                    case Balancing.PeakEwma _ -> choice(attempts, TwoChoices.Cost.LATENCY);
                    case Balancing.ConsistentHash _ -> hashed(attempts, key);
                };
        return chosen != null ? chosen : whateverIsLeft(attempts);
    }

    /// A request that is tried again takes the next one's endpoint, but not its turn: else the
    /// request after it would be the next to come to the endpoint that failed.
    private @Nullable BackendEndpoint inTurn(Attempts attempts) {
        BackendEndpoint spared = null;
        int size = endpoints.length;
        int last = turn;
        for (int i = 0; i < size; i++) {
            last = last + 1 < size ? last + 1 : 0;
            turn = attempts.count() == 0 ? last : turn;
            BackendEndpoint candidate = endpoints[last];
            if (attempts.contains(candidate) || !candidate.health().admits()) {
                continue;
            }
            if (!isSpared(candidate)) {
                return candidate;
            }
            spared = candidate;
        }
        return spared;
    }

    private boolean isSpared(BackendEndpoint candidate) {
        SlowStart slowStart = pools.slowStart();
        return slowStart.isOn() && slowStart.spares(candidate.age(pools.now()));
    }

    private @Nullable BackendEndpoint choice(Attempts attempts, TwoChoices.Cost cost) {
        BackendEndpoint returning = health.ejected() > 0 ? probe(attempts) : null;
        return returning != null ? returning : TwoChoices.pick(endpoints, attempts, cost, pools);
    }

    private @Nullable BackendEndpoint probe(Attempts attempts) {
        for (BackendEndpoint candidate : endpoints) {
            if (!attempts.contains(candidate) && candidate.health().claimsProbe()) {
                return candidate;
            }
        }
        return null;
    }

    private @Nullable BackendEndpoint hashed(Attempts attempts, long key) {
        HashRing ring = slot.ring();
        return ring == null || key == KeyHash.NONE || isEmpty()
                ? inTurn(attempts)
                : RingWalk.pick(ring, key, endpoints, attempts);
    }

    private @Nullable BackendEndpoint whateverIsLeft(Attempts attempts) {
        int size = endpoints.length;
        for (int i = 0; i < size; i++) {
            turn = turn + 1 < size ? turn + 1 : 0;
            BackendEndpoint candidate = endpoints[turn];
            if (!attempts.contains(candidate)) {
                return candidate;
            }
        }
        return null;
    }
}
