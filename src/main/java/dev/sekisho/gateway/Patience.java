package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.Deadline;

/// How long one client is waited for: one deadline on the wheel, moved from step to step.
///
/// A client that takes some of what is sent to it, however slowly, is not late.
final class Patience {

    private final ClientTicks ticks;
    private final Deadline deadline;
    private final Outflow outflow;

    Patience(ClientTicks ticks, Deadline deadline, Outflow outflow) {
        this.ticks = ticks;
        this.deadline = deadline;
        this.outflow = outflow;
    }

    void forHead() {
        deadline.in(ticks.header());
    }

    void forBody() {
        deadline.in(ticks.body());
    }

    void forNextRequest() {
        outflow.watch();
        deadline.in(ticks.keepAlive());
    }

    /// Waits for the client to take what is sent.
    void forReading() {
        outflow.watch();
        deadline.in(ticks.send());
    }

    /// Serves a client that sends nothing more.
    void forHalfClosed() {
        outflow.watch();
        deadline.in(ticks.halfClose());
    }

    /// Waits for a client that was refused to stop sending.
    void forFarewell() {
        deadline.in(ticks.linger());
    }

    /// Waits as long as it takes: the other side is due.
    void endless() {
        deadline.clear();
    }

    /// Ends all waiting.
    void end() {
        deadline.cancel();
    }

    /// Whether the client has taken something since the last look and is waited for again.
    boolean isRenewed() {
        if (!outflow.advances()) {
            return false;
        }
        deadline.in(ticks.send());
        return true;
    }
}
