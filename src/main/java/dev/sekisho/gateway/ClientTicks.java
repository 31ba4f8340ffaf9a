package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.TimerWheel;

/// `ClientTimeouts` in the unit of the timer wheel.
record ClientTicks(long header, long body, long send, long keepAlive, long halfClose, long linger) {

    static ClientTicks of(ClientTimeouts timeouts) {
        return new ClientTicks(
                TimerWheel.ticks(timeouts.header()),
                TimerWheel.ticks(timeouts.body()),
                TimerWheel.ticks(timeouts.send()),
                TimerWheel.ticks(timeouts.keepAlive()),
                TimerWheel.ticks(timeouts.halfClose()),
                TimerWheel.ticks(timeouts.linger()));
    }
}
