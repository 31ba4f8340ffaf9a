package dev.sekisho.translate;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.Demand;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Snapshot;
import java.time.Instant;
import java.util.List;
import java.util.Set;

/// Translates states. Keeps what is dear to compute (parsed certificates) between calls, which
/// never changes a result. Not thread-safe: the reconciler owns it.
public final class Translator {

    public Translator(TranslationSettings settings) {}

    /// Translates everything. `now` decides which certificates have expired.
    public Translation translate(ClusterState state, long generation, Instant now) {
        return new Translation(Snapshot.EMPTY, List.of(), Demand.NONE, true);
    }

    /// The previous translation with the endpoints of these Services as the state has them now.
    public Translation withEndpoints(
            Translation previous, ClusterState state, Set<ObjectRef> services, long generation) {
        return previous;
    }
}
