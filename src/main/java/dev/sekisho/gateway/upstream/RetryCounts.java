package dev.sekisho.gateway.upstream;

import dev.sekisho.model.http.RetryCondition;
import java.util.concurrent.atomic.AtomicLongArray;
import java.util.concurrent.atomic.LongAdder;

/// How often one event loop sent requests to another endpoint, and why; readable from anywhere.
public final class RetryCounts {

    private final AtomicLongArray byCondition =
            new AtomicLongArray(RetryCondition.values().length);
    private final LongAdder exhausted = new LongAdder();

    /// A request goes to another endpoint.
    public void retried(RetryCondition condition) {
        byCondition.incrementAndGet(condition.ordinal());
    }

    void exhausted() {
        exhausted.increment();
    }

    public long retries(RetryCondition condition) {
        return byCondition.get(condition.ordinal());
    }

    /// How often a request was not sent again because the budget was spent.
    public long exhaustions() {
        return exhausted.sum();
    }
}
