package dev.sekisho.translate.syntax;

/// What became of a piece of user text.
public sealed interface Reading<T> {

    record Valid<T>(T value) implements Reading<T> {}

    /// `problem` says what was given and what was expected, and is short whatever was given.
    record Invalid<T>(String problem) implements Reading<T> {}

    static <T> Reading<T> valid(T value) {
        return new Valid<>(value);
    }

    static <T> Reading<T> invalid(String problem) {
        return new Invalid<>(problem);
    }
}
