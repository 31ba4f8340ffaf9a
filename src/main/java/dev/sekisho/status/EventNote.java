package dev.sekisho.status;

import dev.sekisho.model.Diagnostic;

/// A diagnostic that its subject's owner should see as an Event; `occurrence` counts from 1 how
/// often this process noted it.
public record EventNote(Diagnostic diagnostic, int occurrence) {}
