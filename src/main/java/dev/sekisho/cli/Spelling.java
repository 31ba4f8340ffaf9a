package dev.sekisho.cli;

import java.util.Collection;
import java.util.Comparator;

/// Finds the word that somebody probably meant.
final class Spelling {

    private Spelling() {}

    /// The candidate with the fewest edits; `candidates` must not be empty.
    static String nearest(String word, Collection<String> candidates) {
        return candidates.stream()
                .min(
                        Comparator.<String>comparingInt(candidate -> distance(word, candidate))
                                .thenComparing(Comparator.naturalOrder()))
                .orElseThrow();
    }

    private static int distance(String from, String to) {
        var above = new int[to.length() + 1];
        for (var column = 0; column <= to.length(); column++) {
            above[column] = column;
        }
        for (var row = 1; row <= from.length(); row++) {
            above = nextRow(from.charAt(row - 1), to, above);
        }
        return above[to.length()];
    }

    private static int[] nextRow(char letter, String to, int[] above) {
        var row = new int[above.length];
        row[0] = above[0] + 1;
        for (var column = 1; column < row.length; column++) {
            var same = letter == to.charAt(column - 1) ? 0 : 1;
            var replaced = above[column - 1] + same;
            row[column] = Math.min(replaced, Math.min(above[column], row[column - 1]) + 1);
        }
        return row;
    }
}
