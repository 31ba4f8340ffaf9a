package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.Deadline;
import dev.sekisho.gateway.clock.Expirable;
import dev.sekisho.gateway.clock.TimerWheel;

/// How long one client is waited for: one deadline on the wheel, moved from step to step.
///
/// A client that takes some of what is sent to it is not late, unless it is slower than it may be.
/// Rates are looked at when something happens anyway: there is no timer for them.
final class Patience {

    private static final int FAREWELLS = 15;
    private static final long NOT = -1;

    private final ClientTicks ticks;
    private final TimerWheel wheel;
    private final Deadline deadline;
    private final Outflow outflow;
    private long bodySince = NOT;
    private long bodyWaited;
    private long bodySeen;
    private long readingSince = NOT;
    private long farewellEnd = NOT;
    private boolean headAwaited = true;

    /// `owner` hears of the end of it.
    Patience(GatewayLoop loop, Expirable owner, Outflow outflow) {
        this.ticks = loop.plane().ticks();
        this.wheel = loop.wheel();
        this.deadline = new Deadline(wheel, owner);
        this.outflow = outflow;
    }

    /// Waits for a new client: for TLS first, where there is TLS.
    void forFirst(Listener listener) {
        deadline.in(listener.isSecure() ? ticks.handshake() : ticks.header());
    }

    void forHead() {
        deadline.in(ticks.header());
    }

    /// Waits for the rest of a head, which has one deadline from its first byte on. That of a
    /// connection's first head runs already.
    void forRestOfHead() {
        if (!headAwaited) {
            headAwaited = true;
            forHead();
        }
    }

    /// The head has come. As `endless`, and rates are measured anew.
    void forAnswer() {
        headAwaited = false;
        bodySince = NOT;
        bodyWaited = 0;
        bodySeen = 0;
        readingSince = NOT;
        deadline.clear();
    }

    void forBody() {
        if (bodySince == NOT) {
            bodySince = wheel.now();
        }
        deadline.in(ticks.body());
    }

    /// Whether a body comes too slowly. Looked at in windows, so that a quick beginning does not
    /// pay for a slow end.
    boolean isTooSlow(RequestBody body) {
        if (bodySince == NOT || body.isComplete()) {
            return false;
        }
        long received = body.received();
        long now = wheel.now();
        bodyWaited += now - bodySince;
        bodySince = now;
        if (bodyWaited < ticks.window()) {
            return false;
        }
        boolean slow = ticks.isTooFew(received - bodySeen, bodyWaited, ticks.bodyRate());
        bodySeen = received;
        bodyWaited = 0;
        return slow;
    }

    void forNextRequest() {
        outflow.watch();
        deadline.in(ticks.keepAlive());
    }

    /// Waits for the client to take what is sent.
    void forReading() {
        outflow.measure();
        readingSince = wheel.now();
        deadline.in(ticks.send());
    }

    /// Serves a client that sends nothing more.
    void forHalfClosed() {
        outflow.watch();
        deadline.in(ticks.halfClose());
    }

    /// Waits for a client that was refused to stop sending.
    void forFarewell() {
        farewellEnd = wheel.now() + FAREWELLS * ticks.linger();
        deadline.in(ticks.linger());
    }

    /// A client that was refused has sent more: it may be about to read the answer.
    void stillSending() {
        long left = farewellEnd - wheel.now();
        if (farewellEnd != NOT && left > 0) {
            deadline.in(Math.min(left, ticks.linger()));
        }
    }

    /// Waits as long as it takes: the other side is due.
    void endless() {
        if (bodySince != NOT) {
            bodyWaited += wheel.now() - bodySince;
            bodySince = NOT;
        }
        deadline.clear();
    }

    /// Ends all waiting.
    void end() {
        deadline.cancel();
    }

    /// Whether the client has taken something since the last look and is waited for again.
    boolean isRenewed() {
        if (!outflow.advances() || isReadingTooSlowly()) {
            return false;
        }
        deadline.in(ticks.send());
        return true;
    }

    private boolean isReadingTooSlowly() {
        return readingSince != NOT
                && ticks.isTooFew(
                        outflow.taken(), wheel.now() - readingSince, ticks.responseRate());
    }
}
