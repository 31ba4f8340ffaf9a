package dev.sekisho.translate.syntax;

import java.util.Collection;
import java.util.Comparator;
import java.util.Optional;

/// Guesses what a misspelt word was meant to be.
public final class Spelling {

    /// Longer words are not looked at, so that the work stays small whatever a user wrote.
    private static final int MAX_LENGTH = 64;

    private Spelling() {}

    /// The known word that takes the fewest edits, the first in order if there are several; empty
    /// only if nothing is known or the word is far too long.
    public static Optional<String> nearest(String word, Collection<String> known) {
        if (word.length() > MAX_LENGTH) {
            return Optional.empty();
        }
        return known.stream()
                .min(
                        Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                                .thenComparing(Comparator.naturalOrder()));
    }

    /// The nearest word, if it takes few edits for its length.
    public static Optional<String> likely(String word, Collection<String> known) {
        return nearest(word, known)
                .filter(found -> distance(word, found) <= Math.max(2, found.length() / 3));
    }

    /// How many single characters have to be inserted, removed or replaced.
    private static int distance(String a, String b) {
        var row = new int[b.length() + 1];
        for (int j = 0; j <= b.length(); j++) {
            row[j] = j;
        }
        for (int i = 1; i <= a.length(); i++) {
            var diagonal = row[0];
            row[0] = i;
            for (int j = 1; j <= b.length(); j++) {
                var replaced = diagonal + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
                diagonal = row[j];
                row[j] = Math.min(replaced, 1 + Math.min(row[j], row[j - 1]));
            }
        }
        return row[b.length()];
    }
}
