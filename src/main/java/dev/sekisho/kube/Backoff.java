package dev.sekisho.kube;

import java.time.Duration;
import java.util.concurrent.ThreadLocalRandom;

/// Pauses that double up to a limit, each shortened at random by up to a half, so that replicas do
/// not come back in step. Owned by one thread.
final class Backoff {

    private final Duration shortest;
    private final Duration longest;
    private Duration next;

    Backoff(Duration shortest, Duration longest) {
        this.shortest = shortest;
        this.longest = longest;
        this.next = shortest;
    }

    void reset() {
        next = shortest;
    }

    void pause() throws InterruptedException {
        var most = next.toMillis();
        next = next.multipliedBy(2).compareTo(longest) > 0 ? longest : next.multipliedBy(2);
        Thread.sleep(most - ThreadLocalRandom.current().nextLong(most / 2 + 1));
    }
}
