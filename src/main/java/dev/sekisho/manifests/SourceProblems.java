package dev.sekisho.manifests;

import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;

/// Diagnostics about files and folders as such.
final class SourceProblems {

    private SourceProblems() {}

    static ObjectRef file(String file) {
        return new ObjectRef("File", "", file);
    }

    /// What was given before stays in force until the file can be read again.
    static Diagnostic unreadable(String file, UnreadableException e) {
        var place = e.line() > 0 ? file + ":" + e.line() : file;
        return unreadable(file, place + " " + e.problem());
    }

    static Diagnostic unreadable(String file, String message) {
        return Diagnostic.error(file(file), Reason.SOURCE_UNREADABLE, message);
    }
}
