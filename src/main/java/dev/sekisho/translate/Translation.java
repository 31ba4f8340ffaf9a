package dev.sekisho.translate;

import dev.sekisho.cluster.Demand;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.Snapshot;
import java.util.List;

/// What became of one ClusterState. `diagnostics` is sorted and without duplicates.
///
/// `complete` is false while something that was asked for has not been looked up yet.
public record Translation(
        Snapshot snapshot, List<Diagnostic> diagnostics, Demand demand, boolean complete) {

    public Translation {
        diagnostics = List.copyOf(diagnostics);
    }
}
