package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.Seldom;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/// Connections of proxies that did not begin with the PROXY protocol: all are counted, and some are
/// named in the log, because it is the operator who has to mend the load balancer or our options.
final class ProxyRefusals {

    private static final Logger LOG = Logger.getLogger(ProxyRefusals.class);

    private final LongAdder count = new LongAdder();
    private final Seldom logged = new Seldom(30);

    /// Any event loop.
    void add(String peer, String expected) {
        count.increment();
        if (logged.isDue()) {
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
