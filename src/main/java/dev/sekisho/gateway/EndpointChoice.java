package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.gateway.route.KeyHash;
import dev.sekisho.gateway.upgrade.Offer;
import dev.sekisho.gateway.upstream.Attempts;
import dev.sekisho.gateway.upstream.BackendEndpoint;
import dev.sekisho.gateway.upstream.BackendPool;
import dev.sekisho.gateway.upstream.UpstreamLink;
import dev.sekisho.model.http.Balancing;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.RetryCondition;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Which endpoint one request goes to, first and after each failure; tells endpoints what became of
/// it.
///
/// Every endpoint that is handed out counts as an attempt, and the time of that begins.
final class EndpointChoice {

    /// A pod may close a connection that waits. A request that must not be sent twice takes only
    /// one that was in use a second ago.
    private static final long FRESH_TICKS = 1000 / TimerWheel.TICK_MILLIS;

    private final GatewayLoop loop;
    private final Exchange exchange;
    private final Attempts attempts = new Attempts();
    private final UpstreamTimes times = new UpstreamTimes();
    private final RetryGate retry;
    private Balancing balancing = Balancing.DEFAULT;
    private @Nullable BackendPool backend;
    private long key;
    private @Nullable BackendEndpoint preferred;

    EndpointChoice(GatewayLoop loop, Exchange exchange) {
        this.loop = loop;
        this.exchange = exchange;
        this.retry = new RetryGate(exchange, attempts, times);
    }

    void clear() {
        attempts.clear();
        times.clear();
        retry.clear();
        backend = null;
        preferred = null;
    }

    void use(ForwardPolicy policy) {
        balancing = policy.balancing();
        retry.use(policy.retries());
    }

    /// The first endpoint; null if the backend has none.
    @Nullable BackendEndpoint first(BackendPool pool) {
        backend = pool;
        pool.countRequest();
        key = BalanceKey.of(exchange, balancing);
        return begun(next());
    }

    private @Nullable BackendEndpoint next() {
        return backend == null ? null : backend.next(attempts, balancing, key);
    }

    private @Nullable BackendEndpoint begun(@Nullable BackendEndpoint endpoint) {
        if (endpoint != null) {
            attempts.add(endpoint);
            times.attempt();
        }
        return endpoint;
    }

    private @Nullable BackendEndpoint again(
            @Nullable BackendEndpoint endpoint, RetryCondition condition) {
        if (endpoint != null) {
            loop.pools().retryCounts().retried(condition);
        }
        return begun(endpoint);
    }

    /// The endpoint after one that got nothing of the request; null if it is to be given up.
    @Nullable BackendEndpoint afterUnsent(RetryCondition condition) {
        return again(retry.permitsUnsent(condition) ? next() : null, condition);
    }

    /// The endpoint after one that may have got the request; null if it is to be given up.
    @Nullable BackendEndpoint afterSent(RetryCondition condition) {
        BackendEndpoint other = retry.permitsSent(condition) ? next() : null;
        return again(other != null && isWithinBudget() ? other : null, condition);
    }

    private boolean isWithinBudget() {
        return backend != null && backend.spendRetry();
    }

    /// The endpoint after a pooled connection that had been closed, for a new connection; the same
    /// where keys belong to endpoints, or where there is no other. Null if none may be tried.
    @Nullable BackendEndpoint afterStale() {
        if (!retry.permitsStale()) {
            return null;
        }
        BackendEndpoint other = key == KeyHash.NONE ? next() : null;
        return again(other == null ? attempts.last() : other, RetryCondition.ERROR);
    }

    /// The endpoint after one that did nothing with what it got; once the same where there is no
    /// other, which may have had no room for a moment. Null if none may be tried.
    @Nullable BackendEndpoint afterUnprocessed() {
        if (!retry.permitsUnprocessed()) {
            return null;
        }
        BackendEndpoint other = next();
        if (other == null && retry.permitsSame()) {
            other = attempts.last();
        }
        return again(other != null && isWithinBudget() ? other : null, RetryCondition.ERROR);
    }

    /// The endpoint after one that was removed while we connected; null if none is left.
    @Nullable BackendEndpoint afterRemoved() {
        return begun(retry.permitsAnother() ? next() : null);
    }

    /// Whether another endpoint is asked instead of passing on an answer with this status; the
    /// caller then takes it by `afterStatus`.
    boolean prefersAnother(int status) {
        if (!retry.permitsAfter(status)) {
            return false;
        }
        preferred = next();
        return preferred != null && isWithinBudget();
    }

    BackendEndpoint afterStatus(int status) {
        attempts.answered(status);
        BackendEndpoint found = Objects.requireNonNull(preferred);
        preferred = null;
        again(found, RetryCondition.of(status));
        return found;
    }

    /// How long the connection that takes the request may have been idle, in ticks. One that will
    /// not come back is better new: no stale one then ends an attempt that cannot be repeated.
    long mostIdleTicks() {
        if (exchange.forwarding().head().offer() != Offer.NONE) {
            return -1;
        }
        return exchange.request().method().isIdempotent() ? Long.MAX_VALUE : FRESH_TICKS;
    }

    private BackendEndpoint current() {
        return Objects.requireNonNull(attempts.last());
    }

    void connected() {
        times.connected();
        current().connected();
    }

    /// Whether the endpoint that was connected to may still get requests.
    boolean isCurrent() {
        return backend == null || backend.has(current());
    }

    /// Notes that a connection was not made. Requests that waited for the same one count once.
    void connectFailed(@Nullable UpstreamLink unmade, RetryCondition condition) {
        if (unmade == null || unmade.isFirstToFail()) {
            current().connectFailed(condition);
        }
        lost(unmade);
    }

    /// Notes what was wrong with a connection that is of no use any more.
    void lost(@Nullable UpstreamLink gone) {
        if (gone != null && gone.isLost()) {
            current().lost();
        }
        attempts.failed(gone == null ? null : gone.tlsFailure());
    }

    void answered(int status) {
        attempts.answered(status);
        times.answered();
        observe();
    }

    /// Notes how long it took, where that decides on who is next.
    void observe() {
        if (balancing instanceof Balancing.PeakEwma) {
            current().answeredAfter(times.sinceAttempt());
        }
    }

    Attempts attempts() {
        return attempts;
    }

    UpstreamTimes times() {
        return times;
    }
}
