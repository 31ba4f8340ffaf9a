package dev.sekisho.gateway.http1;

import dev.sekisho.model.http.PathOddity;
import org.jspecify.annotations.Nullable;

/// Brings a path to the one form that routes and that is sent on (RFC 3986 6.2.2).
///
/// Unreserved characters are decoded, escapes get upper-case digits, dot segments are resolved and
/// slashes merged. What two programs could read differently is noted as an oddity. What could lead
/// a program that reads it in another way to another folder is a fault, whoever allows the oddity.
final class PathNormaliser {

    private static final PathOddity[] ODDITIES = PathOddity.values();
    private static final int SLASH = PathOddity.ENCODED_SLASH.mask();
    private static final int BACKSLASH = PathOddity.BACKSLASH.mask();
    private static final int CONTROL = PathOddity.CONTROL.mask();
    private static final int PARAMETER = PathOddity.PARAMETER.mask();
    private static final int DOUBLE = PathOddity.DOUBLE_ESCAPE.mask();
    private static final int NOT_UTF8 = PathOddity.NOT_UTF8.mask();

    private final Utf8Check utf8 = new Utf8Check();
    private int oddities;
    private @Nullable RequestRule fault;

    void clear() {
        oddities = 0;
        fault = null;
    }

    /// The rule that holds for the first of some oddities; null if there are none.
    static @Nullable RequestRule ruleOf(int oddities) {
        for (PathOddity oddity : ODDITIES) {
            if ((oddities & oddity.mask()) != 0) {
                return ruleOf(oddity);
            }
        }
        return null;
    }

    private static RequestRule ruleOf(PathOddity oddity) {
        return switch (oddity) {
            case ENCODED_SLASH, BACKSLASH -> RequestRule.PATH_ENCODED_SEPARATOR;
            case CONTROL -> RequestRule.PATH_CONTROL;
            case PARAMETER -> RequestRule.PATH_PARAMETER;
            case DOUBLE_ESCAPE -> RequestRule.PATH_DOUBLE_ESCAPE;
            case NOT_UTF8 -> RequestRule.PATH_NOT_UTF8;
        };
    }

    /// What is unusual about the last path, as bits of `PathOddity`.
    int oddities() {
        return oddities;
    }

    /// The rule that the last path breaks on every host.
    @Nullable RequestRule fault() {
        return fault;
    }

    /// How much room the normal form needs: only raw backslashes grow.
    static int room(byte[] bytes, int start, int end) {
        int room = end - start;
        for (int i = start; i < end; i++) {
            room += bytes[i] == '\\' ? 2 : 0;
        }
        return room;
    }

    /// Writes the normal form of the path at `start` to `target` in the same array, and returns its
    /// end.
    int rewrite(byte[] bytes, int start, int end, int target) {
        clear();
        utf8.clear();
        int out = decode(bytes, start, end, target);
        if (utf8.isBroken() || !utf8.isComplete()) {
            oddities |= NOT_UTF8;
        }
        if (utf8.isOverlong() && fault == null) {
            fault = RequestRule.PATH_NOT_UTF8;
        }
        if (fault == null && (oddities & (SLASH | BACKSLASH | PARAMETER)) != 0) {
            fault = HiddenDots.find(bytes, target, out);
        }
        return fault == null ? resolve(bytes, target, out) : target;
    }

    private int decode(byte[] bytes, int start, int end, int target) {
        int out = target;
        int at = start;
        while (at < end) {
            byte octet = bytes[at];
            if (octet == '%') {
                int decoded = at + 2 < end ? escaped(bytes[at + 1], bytes[at + 2]) : -1;
                if (decoded < 0) {
                    fault = RequestRule.PATH_ESCAPE;
                    return out;
                }
                out = escape(bytes, out, decoded);
                at += 3;
            } else {
                out = raw(bytes, out, octet);
                at++;
            }
            noteDoubleEscape(bytes, target, out);
        }
        return out;
    }

    private static int escaped(byte high, byte low) {
        int first = Octets.hex(high);
        int second = Octets.hex(low);
        return first < 0 || second < 0 ? -1 : (first << 4) | second;
    }

    private int raw(byte[] bytes, int out, byte octet) {
        utf8.take(octet);
        if (octet == '\\') {
            oddities |= BACKSLASH;
            return Octets.escape(bytes, out, octet);
        }
        oddities |= octet == ';' ? PARAMETER : 0;
        bytes[out] = octet;
        return out + 1;
    }

    private int escape(byte[] bytes, int out, int decoded) {
        utf8.take(decoded);
        if (Octets.isUnreserved(decoded)) {
            bytes[out] = (byte) decoded;
            return out + 1;
        }
        oddities |= oddityOf(decoded);
        return Octets.escape(bytes, out, decoded);
    }

    private static int oddityOf(int decoded) {
        return switch (decoded) {
            case '/' -> SLASH;
            case '\\' -> BACKSLASH;
            case ';' -> PARAMETER;
            default -> decoded < 0x20 || decoded == 0x7f ? CONTROL : 0;
        };
    }

    /// What is written so far ends in `%25` and two hexadecimal digits.
    private void noteDoubleEscape(byte[] bytes, int target, int out) {
        int at = out - 5;
        if (at >= target
                && bytes[at] == '%'
                && bytes[at + 1] == '2'
                && bytes[at + 2] == '5'
                && escaped(bytes[at + 3], bytes[at + 4]) >= 0) {
            oddities |= DOUBLE;
        }
    }

    /// Resolves dot segments and merges slashes in place; returns the new end.
    private int resolve(byte[] bytes, int start, int end) {
        int out = start;
        int at = start;
        while (at < end) {
            int next = at + 1;
            while (next < end && bytes[next] != '/') {
                next++;
            }
            int dots = dots(bytes, at + 1, next);
            if (dots == 2) {
                if (out == start) {
                    fault = RequestRule.PATH_ABOVE_ROOT;
                    return start;
                }
                out = parent(bytes, start, out);
            } else if (dots < 0) {
                System.arraycopy(bytes, at, bytes, out, next - at);
                out += next - at;
            }
            if (next == end && dots >= 0) {
                bytes[out++] = '/';
            }
            at = next;
        }
        return out;
    }

    /// 0 for an empty segment, 1 for `.`, 2 for `..`, -1 for any other.
    static int dots(byte[] bytes, int start, int end) {
        int length = end - start;
        if (length > 2) {
            return -1;
        }
        for (int i = start; i < end; i++) {
            if (bytes[i] != '.') {
                return -1;
            }
        }
        return length;
    }

    private static int parent(byte[] bytes, int start, int out) {
        int at = out - 1;
        while (at > start && bytes[at] != '/') {
            at--;
        }
        return at;
    }
}
