package dev.sekisho.plane;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.Snapshot;
import java.util.List;

/// Hears of every snapshot that all planes have programmed.
///
/// Called by the reconciler's thread, in generation order; must not block it for long.
@FunctionalInterface
public interface ProgrammedListener {

    /// `diagnostics` are those of the translation and of the planes' reports together, sorted.
    void programmed(Snapshot snapshot, List<Diagnostic> diagnostics);
}
