package dev.sekisho.gateway.http1;

/// The address between the brackets of a host (RFC 3986 3.2.2): groups, one gap, a dotted end.
final class Ipv6Literal {

    private static final int GROUPS = 8;
    private static final int GROUP_DIGITS = 4;
    private static final int HIGHEST_OCTET = 255;

    private Ipv6Literal() {}

    static boolean isAddress(byte[] bytes, int start, int end) {
        int gap = gap(bytes, start, end);
        if (gap < 0) {
            return groups(bytes, start, end) == GROUPS;
        }
        int before = groups(bytes, start, gap);
        int after = groups(bytes, gap + 2, end);
        boolean dotted = gap > start && endsDotted(bytes, start, gap);
        return before >= 0 && after >= 0 && before + after < GROUPS && !dotted;
    }

    /// Where the two colons are that stand for groups of zero, or -1.
    private static int gap(byte[] bytes, int start, int end) {
        for (int at = start; at + 1 < end; at++) {
            if (bytes[at] == ':' && bytes[at + 1] == ':') {
                return at;
            }
        }
        return -1;
    }

    /// How many groups there are between single colons, or -1. A dotted end counts as two.
    private static int groups(byte[] bytes, int start, int end) {
        int at = start;
        int groups = 0;
        while (at < end) {
            int next = afterDigits(bytes, at, end);
            if (next < end && bytes[next] == '.') {
                return isQuad(bytes, at, end) ? groups + 2 : -1;
            }
            if (next == at || next - at > GROUP_DIGITS || !isSeparated(bytes, next, end)) {
                return -1;
            }
            groups++;
            at = next + 1;
        }
        return groups;
    }

    private static boolean isSeparated(byte[] bytes, int at, int end) {
        return at == end || (bytes[at] == ':' && at + 1 < end);
    }

    private static boolean endsDotted(byte[] bytes, int start, int end) {
        int at = end - 1;
        while (at > start && bytes[at] != '.' && bytes[at] != ':') {
            at--;
        }
        return bytes[at] == '.';
    }

    private static int afterDigits(byte[] bytes, int from, int end) {
        int at = from;
        while (at < end && Octets.hex(bytes[at]) >= 0) {
            at++;
        }
        return at;
    }

    private static boolean isQuad(byte[] bytes, int start, int end) {
        int at = start;
        for (int part = 0; part < 4; part++) {
            int next = afterOctet(bytes, at, end);
            if (next < 0 || (part < 3 && (next == end || bytes[next] != '.'))) {
                return false;
            }
            at = part < 3 ? next + 1 : next;
        }
        return at == end;
    }

    /// Where a number up to 255 without leading zeros ends, or -1.
    private static int afterOctet(byte[] bytes, int from, int end) {
        int at = from;
        int octet = 0;
        while (at < end && at - from < 3 && Octets.isDigit(bytes[at])) {
            octet = octet * 10 + bytes[at++] - '0';
        }
        boolean padded = at - from > 1 && bytes[from] == '0';
        return at == from || padded || octet > HIGHEST_OCTET ? -1 : at;
    }
}
