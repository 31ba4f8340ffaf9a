package dev.sekisho.gateway.body;

import java.util.concurrent.atomic.AtomicLong;

/// Bytes that all event loops share.
final class Budget {

    private final long limit;
    private final AtomicLong used = new AtomicLong();

    /// 0 means no limit.
    Budget(long limit) {
        this.limit = limit;
    }

    /// Whether there was enough left; if not, nothing is taken.
    boolean take(long bytes) {
        long now = used.addAndGet(bytes);
        if (limit == 0 || now <= limit) {
            return true;
        }
        used.addAndGet(-bytes);
        return false;
    }

    void giveBack(long bytes) {
        used.addAndGet(-bytes);
    }

    long used() {
        return used.get();
    }
}
