package dev.sekisho.gateway;

import dev.sekisho.gateway.upgrade.Offer;
import dev.sekisho.gateway.upstream.Attempts;
import dev.sekisho.model.http.RetryCondition;
import dev.sekisho.model.http.RetryPolicy;

/// Whether one request may go to another endpoint.
///
/// What was not sent may. What was sent may once no byte of an answer has gone to the client, if
/// the body can be sent again, sending it again does no harm, and the backend's budget allows it,
/// which is asked last.
final class RetryGate {

    private final Exchange exchange;
    private final Attempts attempts;
    private final UpstreamTimes times;
    private RetryPolicy policy = RetryPolicy.DEFAULT;
    private long limitNanos;
    private int free;
    private boolean staleSeen;
    private boolean sameTried;

    RetryGate(Exchange exchange, Attempts attempts, UpstreamTimes times) {
        this.exchange = exchange;
        this.attempts = attempts;
        this.times = times;
    }

    void clear() {
        free = 0;
        staleSeen = false;
        sameTried = false;
    }

    void use(RetryPolicy wanted) {
        policy = wanted;
        limitNanos = wanted.timeout().toNanos();
    }

    /// Where nothing of the request has left us.
    boolean permitsUnsent(RetryCondition condition) {
        return policy.allows(condition) && hasTries();
    }

    /// Where the request, or a part of it, may have reached a pod.
    boolean permitsSent(RetryCondition condition) {
        return policy.allows(condition) && hasTries() && isRepeatable();
    }

    /// Where a pod has said that it did nothing with the request: that holds for every method (RFC
    /// 9113 8.7).
    boolean permitsUnprocessed() {
        return policy.allows(RetryCondition.ERROR)
                && hasTries()
                && exchange.client().sentBytes() == 0
                && exchange.body().canReplay();
    }

    /// Where a pod did nothing with the request, and there is no other: once, because it will most
    /// likely do the same again, and a new connection would not change its mind.
    boolean permitsSame() {
        boolean permitted = !sameTried;
        sameTried = true;
        return permitted;
    }

    /// Where a pod has answered with this status, and the client does not know yet.
    boolean permitsAfter(int status) {
        return policy.allowsAfter(status) && hasTries() && isRepeatable();
    }

    /// Where a pooled connection ended without a byte: the pod had most likely closed it before the
    /// request came, which says nothing about the pod and costs no try. Only once, because it may
    /// have been the request that ended it.
    boolean permitsStale() {
        boolean permitted =
                !staleSeen
                        && !attempts.isFull()
                        && policy.allows(RetryCondition.ERROR)
                        && !exchange.response().isStarted()
                        && isRepeatable();
        if (permitted) {
            staleSeen = true;
            free++;
        }
        return permitted;
    }

    /// The last attempt came to nothing for a reason of ours, and does not count.
    boolean permitsAnother() {
        free++;
        return !attempts.isFull();
    }

    private boolean hasTries() {
        boolean tries = policy.tries() == 0 || attempts.count() - free < policy.tries();
        boolean time = limitNanos == 0 || times.sinceFirstAttempt() < limitNanos;
        return tries && time && !attempts.isFull();
    }

    private boolean isRepeatable() {
        return exchange.forwarding().head().offer() == Offer.NONE
                && exchange.client().sentBytes() == 0
                && exchange.body().canReplay()
                && (exchange.request().method().isIdempotent()
                        || policy.allows(RetryCondition.NON_IDEMPOTENT));
    }
}
