package dev.sekisho.gateway.observe;

import org.jspecify.annotations.Nullable;

/// One event loop's entrance to metrics and access log. Used by that loop alone.
public final class LoopObserver {

    private final int loop;
    private final @Nullable LoopLog log;

    LoopObserver(int loop, @Nullable LoopLog log) {
        this.loop = loop;
        this.log = log;
    }

    /// Counts and logs an exchange that is over. Never blocks, keeps no reference.
    public void finished(ExchangeRecord exchange) {
        exchange.stats().count(loop, exchange);
        logged(exchange);
    }

    /// Logs what was no request, and counts nothing.
    public void logged(ExchangeRecord exchange) {
        if (log != null) {
            log.append(exchange);
        }
    }
}
