package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Writes header blocks in HPACK (RFC 7541), without a table that grows: nothing is remembered, so
/// that blocks can be written in any order, and more than once, and the other side cannot make us
/// keep anything.
public final class FieldEncoder {

    private static final int STATUS = 8;
    private static final int INDEXED = 0x80;
    private static final int NAME_BITS = 4;
    private static final int LENGTH_BITS = 7;

    private FieldEncoder() {}

    /// The `:status` that begins the block of a response.
    public static void status(int status, ByteBuf out) {
        int index = indexOf(status);
        if (index > 0) {
            out.writeByte(INDEXED | index);
            return;
        }
        out.writeByte(STATUS);
        out.writeByte(3);
        out.writeByte('0' + status / 100);
        out.writeByte('0' + status / 10 % 10);
        out.writeByte('0' + status % 10);
    }

    private static int indexOf(int status) {
        return switch (status) {
            case 200 -> 8;
            case 204 -> 9;
            case 206 -> 10;
            case 304 -> 11;
            case 400 -> 12;
            case 404 -> 13;
            case 500 -> 14;
            default -> 0;
        };
    }

    private static void name(byte[] bytes, int start, int end, ByteBuf out) {
        int index = StaticNames.of(bytes, start, end);
        number(index, NAME_BITS, out);
        if (index == 0) {
            value(bytes, start, end, out);
            lower(bytes, start, end, out);
        }
    }

    /// Puts the name that was just written in lower case; most come so.
    private static void lower(byte[] bytes, int start, int end, ByteBuf out) {
        int written = out.writerIndex() - end;
        for (int i = start; i < end; i++) {
            byte lower = lower(bytes[i]);
            if (bytes[i] != lower) {
                out.setByte(written + i, lower);
            }
        }
    }

    private static void value(byte[] bytes, int start, int end, ByteBuf out) {
        number(end - start, LENGTH_BITS, out);
        out.writeBytes(bytes, start, end - start);
    }

    /// The field lines of `bytes` from `start` up to `end`, each ended by CR LF. Names go out in
    /// lower case.
    public static void lines(byte[] bytes, int start, int end, ByteBuf out) {
        int at = start;
        while (at < end) {
            int colon = indexOf(bytes, ':', at, end);
            int lineEnd = indexOf(bytes, '\r', colon, end);
            if (colon > at && colon < lineEnd) {
                name(bytes, at, colon, out);
                trimmed(bytes, colon + 1, lineEnd, out);
            }
            at = lineEnd + 2;
        }
    }

    /// A field with a name of the static table, and a value without the blanks around it.
    static void trimmed(int name, byte[] bytes, int start, int end, ByteBuf out) {
        number(name, NAME_BITS, out);
        trimmed(bytes, start, end, out);
    }

    /// A field with a name of the static table.
    static void indexedName(int name, byte[] bytes, int start, int end, ByteBuf out) {
        number(name, NAME_BITS, out);
        value(bytes, start, end, out);
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static void trimmed(byte[] bytes, int start, int end, ByteBuf out) {
        int from = start;
        while (from < end && isBlank(bytes[from])) {
            from++;
        }
        int to = end;
        while (to > from && isBlank(bytes[to - 1])) {
            to--;
        }
        value(bytes, from, to, out);
    }

    private static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at;
    }

    private static void number(int number, int bits, ByteBuf out) {
        int most = (1 << bits) - 1;
        if (number < most) {
            out.writeByte(number);
            return;
        }
        out.writeByte(most);
        int rest = number - most;
        while (rest >= 0x80) {
            out.writeByte((rest & 0x7f) | 0x80);
            rest >>>= 7;
        }
        out.writeByte(rest);
    }

    static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet | 0x20) : octet;
    }
}
