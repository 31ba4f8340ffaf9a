package dev.sekisho.gateway.observe;

import java.util.concurrent.atomic.AtomicInteger;

/// How many more series may be made. Shared by the routes of a registry.
final class SeriesBudget {

    private final int limit;
    private final AtomicInteger left;

    SeriesBudget(int limit) {
        this.limit = limit;
        this.left = new AtomicInteger(limit);
    }

    boolean isSpent() {
        return left.getPlain() <= 0;
    }

    boolean take() {
        if (left.decrementAndGet() >= 0) {
            return true;
        }
        left.incrementAndGet();
        return false;
    }

    void giveBack(int count) {
        left.addAndGet(count);
    }

    int taken() {
        return limit - left.get();
    }
}
