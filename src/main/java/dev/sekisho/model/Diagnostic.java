package dev.sekisho.model;

import java.util.Comparator;

/// One thing that a user should know about one object that they wrote.
///
/// `message` names the field, what it holds and what was expected; it never carries secret
/// material.
public record Diagnostic(ObjectRef subject, Severity severity, Reason reason, String message)
        implements Comparable<Diagnostic> {

    private static final Comparator<Diagnostic> ORDER =
            Comparator.comparing(Diagnostic::subject)
                    .thenComparing(Diagnostic::reason)
                    .thenComparing(Diagnostic::message);

    public static Diagnostic error(ObjectRef subject, Reason reason, String message) {
        return new Diagnostic(subject, Severity.ERROR, reason, message);
    }

    public static Diagnostic warning(ObjectRef subject, Reason reason, String message) {
        return new Diagnostic(subject, Severity.WARNING, reason, message);
    }

    public static Diagnostic info(ObjectRef subject, Reason reason, String message) {
        return new Diagnostic(subject, Severity.INFO, reason, message);
    }

    @Override
    public int compareTo(Diagnostic other) {
        return ORDER.compare(this, other);
    }
}
