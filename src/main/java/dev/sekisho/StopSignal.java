package dev.sekisho;

import java.util.concurrent.CompletableFuture;
import sun.misc.Signal;

/// Waits for SIGTERM or SIGINT; a second one ends the process at once.
///
/// A JVM that is left to handle SIGTERM itself exits with 143 and runs all shutdown hooks side by
/// side, and we want to finish requests first and exit with 0.
final class StopSignal {

    private static final int KILLED = 128;

    private final CompletableFuture<Void> first = new CompletableFuture<>();

    /// From now on the signals are ours.
    static StopSignal install() {
        var stop = new StopSignal();
        Signal.handle(new Signal("TERM"), stop::received);
        Signal.handle(new Signal("INT"), stop::received);
        return stop;
    }

    /// Completes when the first signal has come.
    CompletableFuture<Void> received() {
        return first;
    }

    private void received(Signal signal) {
        if (first.isDone()) {
            Runtime.getRuntime().halt(KILLED + signal.getNumber());
        }
        first.complete(null);
    }
}
