package dev.sekisho.gateway.http1;

/// Brings a path to the one form that routes and that is sent on (RFC 3986 6.2.2).
///
/// Unreserved characters are decoded, escapes get upper-case digits, dot segments are resolved and
/// slashes merged. What two programs could read differently is refused: an encoded slash, backslash
/// or NUL.
final class PathNormaliser {

    private static final int BAD_ESCAPE = -1;
    private static final int ENCODED_SEPARATOR = -2;
    private static final int ABOVE_ROOT = -3;

    private PathNormaliser() {}

    /// Writes the normal form of the path at `start` to `target` in the same array; it is never
    /// longer. Returns its length, or a negative fault.
    static int rewrite(byte[] bytes, int start, int end, int target) {
        int out = decode(bytes, start, end, target);
        return out < 0 ? out : resolve(bytes, target, out);
    }

    static RequestRule fault(int code) {
        return switch (code) {
            case BAD_ESCAPE -> RequestRule.PATH_ESCAPE;
            case ENCODED_SEPARATOR -> RequestRule.PATH_ENCODED_SEPARATOR;
            default -> RequestRule.PATH_ABOVE_ROOT;
        };
    }

    private static int decode(byte[] bytes, int start, int end, int target) {
        int out = target;
        int at = start;
        while (at < end) {
            byte octet = bytes[at];
            if (octet != '%') {
                bytes[out++] = octet;
                at++;
                continue;
            }
            int decoded = at + 2 < end ? escaped(bytes[at + 1], bytes[at + 2]) : BAD_ESCAPE;
            if (decoded < 0 || isSeparator(decoded)) {
                return decoded < 0 ? BAD_ESCAPE : ENCODED_SEPARATOR;
            }
            if (Octets.isUnreserved(decoded)) {
                bytes[out++] = (byte) decoded;
            } else {
                out = escape(bytes, out, at);
            }
            at += 3;
        }
        return out;
    }

    private static int escaped(byte high, byte low) {
        int first = Octets.hex(high);
        int second = Octets.hex(low);
        return first < 0 || second < 0 ? BAD_ESCAPE : (first << 4) | second;
    }

    private static boolean isSeparator(int octet) {
        return octet == '/' || octet == '\\' || octet == 0;
    }

    private static int escape(byte[] bytes, int out, int at) {
        bytes[out] = '%';
        bytes[out + 1] = upper(bytes[at + 1]);
        bytes[out + 2] = upper(bytes[at + 2]);
        return out + 3;
    }

    private static byte upper(byte digit) {
        return digit >= 'a' ? (byte) (digit - 0x20) : digit;
    }

    /// Resolves dot segments and merges slashes in place; returns the length that is left.
    private static int resolve(byte[] bytes, int start, int end) {
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
                    return ABOVE_ROOT;
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
        return out - start;
    }

    /// 0 for an empty segment, 1 for `.`, 2 for `..`, -1 for any other.
    private static int dots(byte[] bytes, int start, int end) {
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
