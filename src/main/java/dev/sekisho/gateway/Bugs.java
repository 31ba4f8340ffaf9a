package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.Seldom;
import io.netty.handler.codec.DecoderException;
import java.io.IOException;
import java.util.concurrent.atomic.LongAdder;
import org.jboss.logging.Logger;

/// What should not have been thrown on an event loop. It ends one connection, is counted, and is
/// now and then logged with its trace. Any thread.
final class Bugs {

    private static final Logger LOG = Logger.getLogger(Bugs.class);

    private final LongAdder count = new LongAdder();
    private final Seldom logged = new Seldom(5);

    /// Takes note of it, unless it is what a network or the other side can cause.
    void add(Throwable thrown) {
        if (thrown instanceof IOException || thrown instanceof DecoderException) {
            return;
        }
        count.increment();
        if (logged.isDue()) {
            LOG.error("a connection was ended by a bug of the gateway", thrown);
        }
    }

    long count() {
        return count.sum();
    }
}
