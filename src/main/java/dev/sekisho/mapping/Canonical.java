package dev.sekisho.mapping;

import java.util.List;
import org.jspecify.annotations.Nullable;

/// One instance for equal values that many objects repeat: namespaces, port names, port lists.
///
/// A fixed table in which a newcomer evicts whoever held its slot, so it can neither grow nor
/// block. Races only cost a missed reuse, because what it holds is immutable.
final class Canonical {

    private static final int SLOTS = 1 << 13;
    private static final int LONGEST = 253;
    private static final @Nullable Object[] TABLE = new @Nullable Object[SLOTS];

    private Canonical() {}

    /// The text, empty for `null`.
    static String text(@Nullable String text) {
        if (text == null || text.isEmpty()) {
            return "";
        }
        return text.length() > LONGEST ? text : shared(text);
    }

    static <T> List<T> list(List<T> list) {
        return list.isEmpty() ? List.of() : shared(list);
    }

    @SuppressWarnings("unchecked") // equal strings are strings, equal lists hold equal elements
    private static <T> T shared(T value) {
        var hash = value.hashCode() * 0x9E3779B9;
        var slot = hash >>> 19;
        var holder = TABLE[slot];
        if (holder != null && value.equals(holder)) {
            return (T) holder;
        }
        TABLE[slot] = value;
        return value;
    }
}
