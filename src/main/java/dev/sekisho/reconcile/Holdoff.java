package dev.sekisho.reconcile;

import java.time.Duration;

/// How long changes are gathered: until none came for `quiet`, but no longer than `most`, or than
/// the rest that follows much work.
public record Holdoff(Duration quiet, Duration most) {

    public static final Holdoff DEFAULT =
            new Holdoff(Duration.ofMillis(10), Duration.ofMillis(100));

    /// For a source that waits for a pause itself before it tells of changes: a second wait would
    /// only make them late.
    public static final Holdoff GATHERED =
            new Holdoff(Duration.ofMillis(1), Duration.ofMillis(100));

    /// For work that is small where the change is: what comes while it is done, or in the rest
    /// after it, is gathered anyway.
    public static final Holdoff BRIEF = new Holdoff(Duration.ofMillis(2), Duration.ofMillis(100));
}
