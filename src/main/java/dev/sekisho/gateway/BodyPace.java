package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.RequestRule;
import org.jspecify.annotations.Nullable;

/// Whether the body of a request on a stream comes in time, looked at from time to time.
final class BodyPace {

    private static final long NOT = -1;

    private final ClientTicks ticks;
    private long since = NOT;
    private long windowSince;
    private long windowSeen;
    private long seen;

    BodyPace(ClientTicks ticks) {
        this.ticks = ticks;
    }

    /// The body is not waited for.
    @Nullable RequestRule rest() {
        since = NOT;
        return null;
    }

    /// The body is waited for: the rule that it breaks, if it does.
    @Nullable RequestRule look(RequestBody body, long now) {
        long received = body.received();
        if (since == NOT) {
            windowSince = now;
            windowSeen = received;
        }
        if (since == NOT || received > seen) {
            since = now;
            seen = received;
        }
        if (now - since >= ticks.body()) {
            return RequestRule.BODY_TIMEOUT;
        }
        return isTooSlow(received, now) ? RequestRule.BODY_TOO_SLOW : null;
    }

    private boolean isTooSlow(long received, long now) {
        long waited = now - windowSince;
        if (waited < ticks.window()) {
            return false;
        }
        boolean slow = ticks.isTooFew(received - windowSeen, waited, ticks.bodyRate());
        windowSince = now;
        windowSeen = received;
        return slow;
    }
}
