package dev.sekisho.gateway.upstream;

import dev.sekisho.model.http.RetryCondition;
import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.atomic.LongAdder;

/// How often one event loop sent requests to another endpoint, and why; readable from anywhere.
public final class RetryCounts {

    private final Map<RetryCondition, LongAdder> byCondition = new EnumMap<>(RetryCondition.class);
    private final LongAdder exhausted = new LongAdder();

    RetryCounts() {
        for (RetryCondition condition : RetryCondition.values()) {
            byCondition.put(condition, new LongAdder());
        }
    }

    /// A request goes to another endpoint.
    public void retried(RetryCondition condition) {
        counter(condition).increment();
    }

    void exhausted() {
        exhausted.increment();
    }

    public long retries(RetryCondition condition) {
        return counter(condition).sum();
    }

    private LongAdder counter(RetryCondition condition) {
        return Objects.requireNonNull(byCondition.get(condition));
    }

    /// How often a request was not sent again because the budget was spent.
    public long exhaustions() {
        return exhausted.sum();
    }
}
