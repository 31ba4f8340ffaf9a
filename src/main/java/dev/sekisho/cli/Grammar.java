package dev.sekisho.cli;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;

/// How the text of an option is read. `placeholder` stands for it in the help; `expected` ends the
/// sentence "expected: ".
record Grammar<T>(String placeholder, String expected, Reading<T> reading) {

    /// Throws an `IllegalArgumentException` for text that it does not understand.
    @FunctionalInterface
    interface Reading<T> {
        T read(String text);
    }

    /// `source` is where the text was written: `--http-port`, `SEKISHO_HTTP_PORT`.
    T read(String source, String text) {
        try {
            return reading.read(text.strip());
        } catch (IllegalArgumentException _) {
            throw new UsageException(source + ": '" + text + "' (expected: " + expected + ")");
        }
    }

    /// The same, where an empty text means that nothing was chosen.
    Grammar<Optional<T>> orNothing() {
        return new Grammar<>(
                placeholder,
                expected,
                text -> text.isEmpty() ? Optional.empty() : Optional.of(reading.read(text)));
    }

    /// Any number of them with commas between.
    Grammar<List<T>> list() {
        return new Grammar<>(
                placeholder + "[,...]",
                expected + ", or several with commas between",
                text -> text.isEmpty() ? List.of() : readAll(text));
    }

    private List<T> readAll(String text) {
        return Arrays.stream(text.split(",", -1)).map(String::strip).map(reading::read).toList();
    }
}
