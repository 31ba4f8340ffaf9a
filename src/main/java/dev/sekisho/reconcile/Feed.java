package dev.sekisho.reconcile;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.DemandListener;
import dev.sekisho.plane.ProgrammedListener;
import java.time.Duration;
import java.util.List;
import java.util.function.Supplier;

/// Where the reconciler takes states from, whom it asks for what they lack, and who hears of what
/// came of them, beside those who hear of every snapshot.
///
/// `patience` is how long the first snapshot waits for what was asked for.
public record Feed(
        Supplier<ClusterState> states,
        List<DemandListener> lookups,
        List<ProgrammedListener> heralds,
        Duration patience) {

    /// Enough for the Secrets and names that the first snapshot needs.
    public static final Duration USUAL_PATIENCE = Duration.ofSeconds(5);

    public Feed {
        lookups = List.copyOf(lookups);
        heralds = List.copyOf(heralds);
    }
}
