package dev.sekisho.translate.annotation;

import java.util.Optional;
import java.util.function.Function;

/// How the value of an annotation is read; `expected` completes the sentence "expected: …".
record Grammar<T>(String expected, Function<String, Optional<T>> reader) {

    static final Grammar<Boolean> TRUE_OR_FALSE =
            new Grammar<>("true or false", Grammar::trueOrFalse);

    /// The meaning of a value; empty if it has none.
    Optional<T> read(String value) {
        return reader.apply(value);
    }

    private static Optional<Boolean> trueOrFalse(String value) {
        return switch (value.strip()) {
            case "true" -> Optional.of(true);
            case "false" -> Optional.of(false);
            default -> Optional.empty();
        };
    }
}
