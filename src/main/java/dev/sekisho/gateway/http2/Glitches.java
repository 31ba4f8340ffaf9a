package dev.sekisho.gateway.http2;

/// The budget of oddities of one connection. It fills up again slowly, so that a long life is no
/// crime.
final class Glitches {

    private static final int BUDGET = 800;
    private static final int SOFT = BUDGET * 3 / 4;
    private static final int BACK_PER_TICK = 10;

    /// What follows from what was spent.
    enum Verdict {
        FINE,
        /// Nothing new is served.
        SOFT,
        /// The connection ends.
        HARD
    }

    private int spent;
    private long seen;

    Verdict add(Oddity oddity, long now) {
        long back = Math.min(spent, (now - seen) * BACK_PER_TICK);
        seen = now;
        spent += oddity.cost() - (int) back;
        if (spent >= BUDGET) {
            return Verdict.HARD;
        }
        return spent >= SOFT ? Verdict.SOFT : Verdict.FINE;
    }
}
