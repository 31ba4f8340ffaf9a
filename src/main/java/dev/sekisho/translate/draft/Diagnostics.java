package dev.sekisho.translate.draft;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import java.util.Collection;
import java.util.List;
import java.util.SortedSet;
import java.util.TreeSet;

/// Collects diagnostics, sorted and each once.
public final class Diagnostics {

    private final SortedSet<Diagnostic> collected = new TreeSet<>();

    public void error(ObjectRef subject, Reason reason, String message) {
        collected.add(Diagnostic.error(subject, reason, message));
    }

    public void warning(ObjectRef subject, Reason reason, String message) {
        collected.add(Diagnostic.warning(subject, reason, message));
    }

    public void info(ObjectRef subject, Reason reason, String message) {
        collected.add(Diagnostic.info(subject, reason, message));
    }

    public void addAll(Collection<Diagnostic> diagnostics) {
        collected.addAll(diagnostics);
    }

    public List<Diagnostic> toList() {
        return List.copyOf(collected);
    }
}
