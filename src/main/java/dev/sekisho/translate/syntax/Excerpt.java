package dev.sekisho.translate.syntax;

/// User text made fit for a message: quoted, short, and on one line.
public final class Excerpt {

    static final int MAX = 64;

    private Excerpt() {}

    /// The text in single quotes, at most 64 characters of it, anything unprintable as `?`.
    public static String of(String text) {
        var shown = text.length() <= MAX ? text : text.substring(0, MAX);
        var quoted = new StringBuilder(shown.length() + 24).append('\'');
        shown.chars().forEach(c -> quoted.append(isPrintable((char) c) ? (char) c : '?'));
        quoted.append('\'');
        if (shown.length() < text.length()) {
            quoted.append("… (").append(text.length()).append(" characters)");
        }
        return quoted.toString();
    }

    private static boolean isPrintable(char c) {
        return !Character.isISOControl(c)
                && !Character.isSurrogate(c)
                && Character.getType(c) != Character.FORMAT
                && Character.getType(c) != Character.LINE_SEPARATOR
                && Character.getType(c) != Character.PARAGRAPH_SEPARATOR;
    }
}
