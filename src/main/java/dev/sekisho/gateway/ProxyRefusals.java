package dev.sekisho.gateway;

import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicLong;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/// Connections of proxies that did not begin with the PROXY protocol: all are counted, and some are
/// named in the log, because it is the operator who has to mend the load balancer or our options.
final class ProxyRefusals {

    private static final Logger LOG = Logger.getLogger(ProxyRefusals.class);
    private static final long SILENCE_NANOS = TimeUnit.SECONDS.toNanos(30);

    private final LongAdder count = new LongAdder();
    private final AtomicLong spoken = new AtomicLong(System.nanoTime() - SILENCE_NANOS);

    /// Any event loop.
    void add(String peer, String expected) {
        count.increment();
        long last = spoken.get();
        long now = System.nanoTime();
        if (now - last >= SILENCE_NANOS && spoken.compareAndSet(last, now)) {
            LOG.warnf(
                    "connection from %s closed: it is in --proxy-protocol-cidrs and did not begin"
                            + " with the PROXY protocol (expected: %s)",
                    peer, expected);
        }
    }

    long count() {
        return count.sum();
    }
}
