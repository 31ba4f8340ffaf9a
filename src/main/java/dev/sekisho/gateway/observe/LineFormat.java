package dev.sekisho.gateway.observe;

/// Writes one exchange as one line. Stateful and used by one event loop.
interface LineFormat {

    void write(ExchangeRecord exchange, LineBuffer line);
}
