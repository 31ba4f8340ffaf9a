package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;

/// Looks at decoded text octet by octet.
final class Text {

    /// As many as HTTP/1.1 reads: whoever reads fewer takes the body for one without a length.
    private static final int MOST_DIGITS = 19;

    private static final boolean[] NAME = new boolean[128];

    static {
        for (char c = '0'; c <= 'z'; c++) {
            NAME[c] = (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9');
        }
        for (char c : "!#$%&'*+-.^_`|~".toCharArray()) {
            NAME[c] = true;
        }
    }

    private Text() {}

    /// Whether it is a token without upper-case letters.
    static boolean isFieldName(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c >= NAME.length || !NAME[c]) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    static boolean isMethod(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            boolean upper = c >= 'A' && c <= 'Z';
            if (!upper && (c >= NAME.length || !NAME[c])) {
                return false;
            }
        }
        return !text.isEmpty();
    }

    /// Whether nothing in it can end a line, or is trimmed by some readers only.
    static boolean isFieldValue(CharSequence text) {
        int length = text.length();
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c == 0 || c == '\r' || c == '\n') {
                return false;
            }
        }
        return length == 0 || (!isBlank(text.charAt(0)) && !isBlank(text.charAt(length - 1)));
    }

    private static boolean isBlank(char c) {
        return c == ' ' || c == '\t';
    }

    /// Whether it has no blank and no control character.
    static boolean isVisible(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            char c = text.charAt(i);
            if (c <= ' ' || c == 0x7f) {
                return false;
            }
        }
        return true;
    }

    static boolean equals(CharSequence text, CharSequence other) {
        return AsciiString.contentEquals(text, other);
    }

    /// Puts it into `out`, one octet each character.
    static void put(CharSequence text, ByteBuf out) {
        if (text instanceof AsciiString ascii) {
            out.writeBytes(ascii.array(), ascii.arrayOffset(), ascii.length());
        } else {
            out.writeCharSequence(text, StandardCharsets.ISO_8859_1);
        }
    }

    /// The number, or -1 where it is none that fits.
    static long decimal(CharSequence text) {
        int length = text.length();
        if (length == 0 || length > MOST_DIGITS) {
            return -1;
        }
        long number = 0;
        for (int i = 0; i < length; i++) {
            char c = text.charAt(i);
            if (c < '0' || c > '9') {
                return -1;
            }
            number = number * 10 + c - '0';
        }
        // Of so many digits a number that is too large is always negative.
        return Math.max(number, -1);
    }
}
