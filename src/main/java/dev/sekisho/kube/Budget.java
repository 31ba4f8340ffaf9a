package dev.sekisho.kube;

import java.util.concurrent.TimeUnit;

/// Spreads what many threads do to a number of times in a second, first come first served.
final class Budget {

    private final long interval;
    private long nextTurn = System.nanoTime();

    Budget(int perSecond) {
        this.interval = TimeUnit.SECONDS.toNanos(1) / perSecond;
    }

    void await() throws InterruptedException {
        var wait = reserve() - System.nanoTime();
        if (wait > 0) {
            TimeUnit.NANOSECONDS.sleep(wait);
        }
    }

    private synchronized long reserve() {
        var turn = Math.max(nextTurn, System.nanoTime());
        nextTurn = turn + interval;
        return turn;
    }
}
