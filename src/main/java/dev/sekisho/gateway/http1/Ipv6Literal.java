package dev.sekisho.gateway.http1;

/// The address between the brackets of a host (RFC 3986 3.2.2): groups, one gap, a dotted end.
final class Ipv6Literal {

    private static final int GROUPS = 8;
    private static final int GROUP_DIGITS = 4;
    private static final int HIGHEST_OCTET = 255;

    private Ipv6Literal() {}

    static boolean isAddress(byte[] bytes, int start, int end) {
        int at = start;
        int groups = 0;
        boolean gap = startsGap(bytes, at, end);
        if (gap) {
            at += 2;
        }
        while (at < end) {
            int next = afterDigits(bytes, at, end);
            if (next < end && bytes[next] == '.') {
                return isQuad(bytes, at, end) && fits(groups + 2, gap);
            }
            if (next == at || next - at > GROUP_DIGITS) {
                return false;
            }
            groups++;
            at = next;
            if (at == end) {
                break;
            }
            boolean here = startsGap(bytes, at, end);
            if (bytes[at] != ':' || (here ? gap : at + 1 == end)) {
                return false;
            }
            gap |= here;
            at += here ? 2 : 1;
        }
        return fits(groups, gap);
    }

    /// A gap stands for one group at least.
    private static boolean fits(int groups, boolean gap) {
        return gap ? groups < GROUPS : groups == GROUPS;
    }

    private static boolean startsGap(byte[] bytes, int at, int end) {
        return at + 1 < end && bytes[at] == ':' && bytes[at + 1] == ':';
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
            int digits = at;
            int octet = 0;
            while (at < end && Octets.isDigit(bytes[at]) && at - digits < 3) {
                octet = octet * 10 + bytes[at++] - '0';
            }
            boolean spelled = at > digits && (bytes[digits] != '0' || at - digits == 1);
            if (!spelled || octet > HIGHEST_OCTET) {
                return false;
            }
            if (part < 3 && (at == end || bytes[at++] != '.')) {
                return false;
            }
        }
        return at == end;
    }
}
