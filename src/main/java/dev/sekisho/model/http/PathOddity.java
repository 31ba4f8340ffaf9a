package dev.sekisho.model.http;

/// What a request path may have that two programs could read differently.
public enum PathOddity {
    /// `%2F`.
    ENCODED_SLASH(1),
    /// `%5C`, or the backslash itself.
    BACKSLASH(2),
    /// `%00` to `%1F` and `%7F`.
    CONTROL(4),
    /// A semicolon, as it is or as `%3B`.
    PARAMETER(8),
    /// An escaped percent sign that makes another escape of what follows, such as `%252F`.
    DOUBLE_ESCAPE(16),
    /// Escapes that are no UTF-8.
    NOT_UTF8(32);

    private final int mask;

    PathOddity(int mask) {
        this.mask = mask;
    }

    /// The bit that stands for it in a set of them.
    public int mask() {
        return mask;
    }
}
