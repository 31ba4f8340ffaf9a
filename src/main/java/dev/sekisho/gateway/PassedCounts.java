package dev.sekisho.gateway;

import java.util.concurrent.atomic.LongAdder;

/// What one event loop has seen of TLS connections that are passed through. Counted on the loop,
/// read by any thread.
final class PassedCounts {

    private final TunnelCounts tunnels = new TunnelCounts();
    private final LongAdder unconnected = new LongAdder();

    /// Those that a pod has taken.
    TunnelCounts tunnels() {
        return tunnels;
    }

    /// No pod took one, or its client did not wait.
    void unconnected() {
        unconnected.increment();
    }

    /// How many no pod took.
    long failures() {
        return unconnected.sum();
    }
}
