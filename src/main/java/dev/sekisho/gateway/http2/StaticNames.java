package dev.sekisho.gateway.http2;

import java.nio.charset.StandardCharsets;

/// The names of fields that have a number in every HPACK table (RFC 7541 Appendix A).
final class StaticNames {

    private static final int SLOTS = 128;

    private static final byte[][] NAMES = new byte[62][];
    private static final byte[] FIRST = new byte[SLOTS];
    private static final byte[] NEXT = new byte[NAMES.length];

    static {
        add(15, "accept-charset");
        add(16, "accept-encoding");
        add(17, "accept-language");
        add(18, "accept-ranges");
        add(19, "accept");
        add(20, "access-control-allow-origin");
        add(21, "age");
        add(22, "allow");
        add(23, "authorization");
        add(24, "cache-control");
        add(25, "content-disposition");
        add(26, "content-encoding");
        add(27, "content-language");
        add(28, "content-length");
        add(29, "content-location");
        add(30, "content-range");
        add(31, "content-type");
        add(32, "cookie");
        add(33, "date");
        add(34, "etag");
        add(35, "expect");
        add(36, "expires");
        add(37, "from");
        add(39, "if-match");
        add(40, "if-modified-since");
        add(41, "if-none-match");
        add(42, "if-range");
        add(43, "if-unmodified-since");
        add(44, "last-modified");
        add(45, "link");
        add(46, "location");
        add(47, "max-forwards");
        add(48, "proxy-authenticate");
        add(49, "proxy-authorization");
        add(50, "range");
        add(51, "referer");
        add(52, "refresh");
        add(53, "retry-after");
        add(54, "server");
        add(55, "set-cookie");
        add(56, "strict-transport-security");
        add(57, "transfer-encoding");
        add(58, "user-agent");
        add(59, "vary");
        add(60, "via");
        add(61, "www-authenticate");
    }

    private StaticNames() {}

    private static void add(int index, String name) {
        byte[] bytes = name.getBytes(StandardCharsets.US_ASCII);
        int slot = slot(bytes, 0, bytes.length);
        NAMES[index] = bytes;
        NEXT[index] = FIRST[slot];
        FIRST[slot] = (byte) index;
    }

    private static int slot(byte[] bytes, int start, int end) {
        return ((end - start) * 31 + (bytes[start] | 0x20) * 7 + (bytes[end - 1] | 0x20))
                & (SLOTS - 1);
    }

    /// The number of the name at this place, in any case; 0 where it has none.
    static int of(byte[] bytes, int start, int end) {
        int candidate = end > start ? FIRST[slot(bytes, start, end)] : 0;
        while (candidate != 0 && !isName(bytes, start, end, NAMES[candidate])) {
            candidate = NEXT[candidate];
        }
        return candidate;
    }

    private static boolean isName(byte[] bytes, int start, int end, byte[] name) {
        if (end - start != name.length) {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (FieldEncoder.lower(bytes[start + i]) != name[i]) {
                return false;
            }
        }
        return true;
    }
}
