package dev.sekisho.mapping;

import org.jspecify.annotations.Nullable;

/// Text of users, made safe to hold and to quote.
final class Text {

    private static final int LONGEST_QUOTE = 100;

    private Text() {}

    static String orEmpty(@Nullable String text) {
        return text == null ? "" : text;
    }

    static int orZero(@Nullable Integer number) {
        return number == null ? 0 : number;
    }

    /// The text in quotes, on one line and cut where it is long.
    static String quoted(String text) {
        var shown = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
        var safe = new StringBuilder("\"");
        shown.codePoints()
                .forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
        return safe.append('"').toString();
    }
}
