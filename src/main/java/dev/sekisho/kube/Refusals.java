package dev.sekisho.kube;

import dev.sekisho.kube.KubernetesSourceSettings.Pace;

/// Refusals of one permission, in a row. Owned by one thread.
///
/// An API server that has just started has not read its roles yet and refuses what it will allow in
/// a moment, so only a refusal that lasts is believed.
final class Refusals {

    private static final int BELIEVED = 5;

    private final Backoff backoff;
    private int inARow;

    Refusals(Pace pace) {
        this.backoff = new Backoff(pace.firstPause(), pace.longestPause());
    }

    /// Counts one more; waits and says no when it should be tried again soon.
    boolean isBelieved() throws InterruptedException {
        inARow++;
        if (inARow >= BELIEVED) {
            return true;
        }
        backoff.pause();
        return false;
    }

    void end() {
        inARow = 0;
        backoff.reset();
    }
}
