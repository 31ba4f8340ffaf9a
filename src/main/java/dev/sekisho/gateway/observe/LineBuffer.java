package dev.sekisho.gateway.observe;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// A reused buffer that a log line is written into. ASCII only: everything else is escaped, so that
/// no text of a client ends a line, closes a quote or moves a terminal's cursor.
final class LineBuffer {

    /// Longer client text is cut; a header field may be larger than a log line should be.
    private static final int MAX_TEXT = 8_192;

    private static final byte[] HEX = "0123456789ABCDEF".getBytes(StandardCharsets.US_ASCII);

    private byte[] bytes = new byte[1024];
    private int length;

    void clear() {
        length = 0;
    }

    byte[] bytes() {
        return bytes;
    }

    int length() {
        return length;
    }

    LineBuffer raw(char ascii) {
        room(1);
        bytes[length++] = (byte) ascii;
        return this;
    }

    /// Adds text of our own that needs no escaping.
    LineBuffer raw(String ascii) {
        int count = ascii.length();
        room(count);
        for (int i = 0; i < count; i++) {
            bytes[length++] = (byte) ascii.charAt(i);
        }
        return this;
    }

    LineBuffer raw(byte[] ascii) {
        room(ascii.length);
        System.arraycopy(ascii, 0, bytes, length, ascii.length);
        length += ascii.length;
        return this;
    }

    /// Adds text as the inside of a JSON string.
    LineBuffer json(CharSequence text) {
        int count = Math.min(text.length(), MAX_TEXT);
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c == '"' || c == '\\') {
                raw('\\').raw(c);
            } else if (isPlain(c)) {
                raw(c);
            } else {
                unicode(c);
            }
        }
        return this;
    }

    /// Adds text as nginx does between quotes; a hyphen where there is none.
    LineBuffer quoted(CharSequence text) {
        return escaped(text, '"');
    }

    /// Adds text that must stay one word; a hyphen where there is none.
    LineBuffer word(CharSequence text) {
        return escaped(text, ' ');
    }

    private LineBuffer escaped(CharSequence text, char special) {
        int count = Math.min(text.length(), MAX_TEXT);
        if (count == 0) {
            return raw('-');
        }
        for (int i = 0; i < count; i++) {
            char c = text.charAt(i);
            if (c > 0xff) {
                unicode(c);
            } else if (c == special || c == '"' || c == '\\' || !isPlain(c)) {
                raw('\\').raw('x').hex(c >> 4).hex(c);
            } else {
                raw(c);
            }
        }
        return this;
    }

    LineBuffer number(long value) {
        if (value < 0) {
            return raw('-').number(-value);
        }
        if (value >= 10) {
            number(value / 10);
        }
        return raw((char) ('0' + value % 10));
    }

    /// Adds nanoseconds as seconds with three decimals.
    LineBuffer seconds(long nanos) {
        long millis = nanos / 1_000_000;
        number(millis / 1000).raw('.');
        return threeDigits(millis % 1000);
    }

    LineBuffer threeDigits(long value) {
        raw((char) ('0' + value / 100));
        raw((char) ('0' + value / 10 % 10));
        return raw((char) ('0' + value % 10));
    }

    private void unicode(char c) {
        raw('\\').raw('u').hex(c >> 12).hex(c >> 8).hex(c >> 4).hex(c);
    }

    private LineBuffer hex(int nibble) {
        return raw((char) HEX[nibble & 0xf]);
    }

    private void room(int count) {
        if (length + count > bytes.length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + count));
        }
    }

    private static boolean isPlain(char c) {
        return c >= ' ' && c <= '~';
    }
}
