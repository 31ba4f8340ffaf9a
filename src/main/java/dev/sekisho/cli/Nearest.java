package dev.sekisho.cli;

import dev.sekisho.translate.syntax.Spelling;
import java.util.Collection;

/// What an error message says about a word that is not known.
final class Nearest {

    private Nearest() {}

    /// `(nearest: ...)`, or nothing for a word that is far from everything.
    static String of(String word, Collection<String> known) {
        return Spelling.nearest(word, known).map(near -> " (nearest: " + near + ")").orElse("");
    }
}
