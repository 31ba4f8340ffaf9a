package dev.sekisho.reconcile;

import java.time.Duration;

/// How long changes are gathered: until none came for `quiet`, but never longer than `most`.
public record Holdoff(Duration quiet, Duration most) {

    public static final Holdoff DEFAULT =
            new Holdoff(Duration.ofMillis(10), Duration.ofMillis(100));
}
