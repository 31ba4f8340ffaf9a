package dev.sekisho.gateway.http1;

import org.jspecify.annotations.Nullable;

/// Finds dot segments that only some programs see: those that take an encoded slash or a backslash
/// for a slash, or that cut parameters off before they resolve dots, as in `/a/..;x/b`.
final class HiddenDots {

    private HiddenDots() {}

    /// The rule that the decoded path breaks, if any.
    static @Nullable RequestRule find(byte[] bytes, int start, int end) {
        int pieceStart = start;
        int parameter = -1;
        boolean odd = false;
        int at = start;
        while (at < end) {
            int length = separator(bytes, at, end);
            if (length > 0) {
                RequestRule fault = check(bytes, pieceStart, at, parameter, odd || length > 1);
                if (fault != null) {
                    return fault;
                }
                odd = length > 1;
                at += length;
                pieceStart = at;
                parameter = -1;
            } else {
                parameter = parameter < 0 && startsParameter(bytes, at, end) ? at : parameter;
                at++;
            }
        }
        return check(bytes, pieceStart, end, parameter, odd);
    }

    private static @Nullable RequestRule check(
            byte[] bytes, int start, int end, int parameter, boolean odd) {
        if (parameter >= 0) {
            boolean bare = PathNormaliser.dots(bytes, start, parameter) >= 0;
            return bare ? RequestRule.PATH_PARAMETER : null;
        }
        boolean hidden = odd && PathNormaliser.dots(bytes, start, end) > 0;
        return hidden ? RequestRule.PATH_ENCODED_SEPARATOR : null;
    }

    /// How long the separator at this place is: 1 for a slash, 3 for an encoded one, 0 for none.
    private static int separator(byte[] bytes, int at, int end) {
        if (bytes[at] == '/') {
            return 1;
        }
        return isEscape(bytes, at, end, '2', 'F') || isEscape(bytes, at, end, '5', 'C') ? 3 : 0;
    }

    private static boolean startsParameter(byte[] bytes, int at, int end) {
        return bytes[at] == ';' || isEscape(bytes, at, end, '3', 'B');
    }

    private static boolean isEscape(byte[] bytes, int at, int end, char high, char low) {
        return at + 2 < end && bytes[at] == '%' && bytes[at + 1] == high && bytes[at + 2] == low;
    }
}
