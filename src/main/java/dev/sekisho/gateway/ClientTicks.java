package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.TimerWheel;
import java.time.Duration;

/// `ClientTimeouts` and `MinimumRates` in the unit of the timer wheel.
record ClientTicks(
        long header,
        long body,
        long send,
        long keepAlive,
        long halfClose,
        long linger,
        long handshake,
        long window,
        long bodyRate,
        long responseRate) {

    private static final long PER_SECOND =
            Duration.ofSeconds(1).toMillis() / TimerWheel.TICK_MILLIS;

    static ClientTicks of(ClientSettings clients) {
        ClientTimeouts timeouts = clients.timeouts();
        MinimumRates rates = clients.rates();
        return new ClientTicks(
                TimerWheel.ticksWithin(timeouts.header()),
                TimerWheel.ticks(timeouts.body()),
                TimerWheel.ticks(timeouts.send()),
                TimerWheel.ticks(timeouts.keepAlive()),
                TimerWheel.ticks(timeouts.halfClose()),
                TimerWheel.ticks(timeouts.linger()),
                TimerWheel.ticksWithin(timeouts.handshake()),
                TimerWheel.ticks(rates.window()),
                rates.requestBody(),
                rates.response());
    }

    /// Whether `bytes` in so many ticks are fewer than `rate` demands; never before the window is
    /// over.
    boolean isTooFew(long bytes, long ticks, long rate) {
        return ticks >= window && bytes * PER_SECOND < rate * ticks;
    }
}
