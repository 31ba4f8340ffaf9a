package dev.sekisho.translate.tls;

import dev.sekisho.model.Reason;

/// What became of a Secret that something refers to.
sealed interface Finding<T> {

    record Usable<T>(T value) implements Finding<T> {}

    /// `problem` names the Secret, and is the first part of a sentence.
    record Unusable<T>(Reason reason, String problem) implements Finding<T> {}

    /// Nobody has looked yet.
    record Awaited<T>() implements Finding<T> {}
}
