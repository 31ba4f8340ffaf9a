package dev.sekisho.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// The classes of bytes that HTTP and URIs distinguish, as look-up tables.
final class Octets {

    static final byte PLAIN_NAME = 1;
    static final byte ODD_NAME = 2;
    static final byte UNDERSCORE = 4;

    static final byte PLAIN_TARGET = 1;
    static final byte SEGMENT_START = 2;
    static final byte PERCENT = 3;
    static final byte ODD_TARGET = 4;
    static final byte QUERY = 5;

    private static final byte[] NAME = new byte[256];
    private static final boolean[] VALUE = new boolean[256];
    private static final byte[] TARGET = new byte[256];
    private static final boolean[] AUTHORITY = new boolean[256];
    private static final byte[] HEX = new byte[256];
    private static final boolean[] UNRESERVED = new boolean[256];
    private static final byte[] UPPER_HEX = ascii("0123456789ABCDEF");

    static {
        for (int c = 0x21; c < 0x7f; c++) {
            TARGET[c] = PLAIN_TARGET;
        }
        TARGET['#'] = 0;
        TARGET[';'] = ODD_TARGET;
        TARGET['\\'] = ODD_TARGET;
        TARGET['/'] = SEGMENT_START;
        TARGET['.'] = SEGMENT_START;
        TARGET['%'] = PERCENT;
        TARGET['?'] = QUERY;
        for (int c = 0; c < 256; c++) {
            VALUE[c] = c == '\t' || (c >= 0x20 && c != 0x7f);
            HEX[c] = (byte) Character.digit(c < 0x80 ? c : 0, 16);
        }
        for (byte c : ascii("abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-")) {
            NAME[c] = PLAIN_NAME;
            AUTHORITY[c] = true;
            UNRESERVED[c] = true;
        }
        for (byte c : ascii("!#$%&'*+.^`|~")) {
            NAME[c] = ODD_NAME;
        }
        NAME['_'] = UNDERSCORE;
        for (byte c : ascii("._~")) {
            AUTHORITY[c] = true;
            UNRESERVED[c] = true;
        }
    }

    private Octets() {}

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// 0 for a byte that no token has.
    static byte name(byte octet) {
        return NAME[octet & 0xff];
    }

    static boolean isToken(byte octet) {
        return NAME[octet & 0xff] != 0;
    }

    /// Whether a field value may hold it: everything but control bytes, the tab excepted.
    static boolean isValue(byte octet) {
        return VALUE[octet & 0xff];
    }

    /// 0 for a byte that ends a path, or that no path may hold.
    static byte target(byte octet) {
        return TARGET[octet & 0xff];
    }

    /// A registered name or an IPv4 address; no list, no user information.
    static boolean isAuthority(byte octet) {
        return AUTHORITY[octet & 0xff];
    }

    static boolean isUnreserved(int octet) {
        return UNRESERVED[octet & 0xff];
    }

    /// -1 for a byte that is no hexadecimal digit.
    static int hex(byte octet) {
        return HEX[octet & 0xff];
    }

    /// Writes the escape of a byte and returns its end.
    static int escape(byte[] bytes, int at, int octet) {
        bytes[at] = '%';
        bytes[at + 1] = UPPER_HEX[(octet >> 4) & 15];
        bytes[at + 2] = UPPER_HEX[octet & 15];
        return at + 3;
    }

    static boolean isDigit(byte octet) {
        return octet >= '0' && octet <= '9';
    }

    static boolean isBlank(byte octet) {
        return octet == ' ' || octet == '\t';
    }

    static byte lower(byte octet) {
        return octet >= 'A' && octet <= 'Z' ? (byte) (octet | 0x20) : octet;
    }

    /// Compares with a text that is already in lower case.
    static boolean equalsIgnoreCase(byte[] bytes, int start, int end, byte[] lower) {
        if (end - start != lower.length) {
            return false;
        }
        for (int i = 0; i < lower.length; i++) {
            if (lower(bytes[start + i]) != lower[i]) {
                return false;
            }
        }
        return true;
    }

    /// Whether `bytes`, of which there are `filled`, begin with `prefix`.
    static boolean startsWith(byte[] bytes, int filled, byte[] prefix) {
        return filled >= prefix.length
                && Arrays.equals(bytes, 0, prefix.length, prefix, 0, prefix.length);
    }
}
