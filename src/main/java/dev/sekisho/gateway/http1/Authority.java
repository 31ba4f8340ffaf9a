package dev.sekisho.gateway.http1;

import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;

/// A host and an optional port at a place in a head (RFC 3986 3.2, without user information).
final class Authority {

    private static final int HIGHEST_PORT = 65535;
    private static final int LONGEST_HOST = 255;
    private static final int LONGEST_ADDRESS = 45;

    private int start;
    private int nameEnd;
    private int end;

    void clear() {
        start = 0;
        nameEnd = 0;
        end = 0;
    }

    /// Whether the bytes are a host with an optional port; remembers where the parts are.
    boolean parse(byte[] bytes, int from, int to) {
        start = from;
        end = to;
        int at = from < to && bytes[from] == '[' ? afterLiteral(bytes, from, to) : from;
        if (at < 0) {
            return false;
        }
        if (at == from) {
            at = afterName(bytes, from, to);
        }
        nameEnd = at;
        return at > from && at - from <= LONGEST_HOST && isPort(bytes, at, to);
    }

    /// The end of the name: labels with single dots between them, and one dot at the end at most.
    private static int afterName(byte[] bytes, int from, int to) {
        int at = from;
        byte before = '.';
        while (at < to && Octets.isAuthority(bytes[at])) {
            if (bytes[at] == '.' && before == '.') {
                return from;
            }
            before = bytes[at++];
        }
        return at;
    }

    private static int afterLiteral(byte[] bytes, int from, int to) {
        int at = from + 1;
        while (at < to && (Octets.hex(bytes[at]) >= 0 || bytes[at] == ':' || bytes[at] == '.')) {
            at++;
        }
        boolean closed = at < to && bytes[at] == ']' && isAddress(bytes, from + 1, at);
        return closed ? at + 1 : -1;
    }

    private static boolean isAddress(byte[] bytes, int from, int to) {
        String text = new String(bytes, from, to - from, StandardCharsets.US_ASCII);
        return to - from <= LONGEST_ADDRESS && NetUtil.isValidIpV6Address(text);
    }

    private static boolean isPort(byte[] bytes, int from, int to) {
        if (from == to) {
            return true;
        }
        if (bytes[from] != ':' || to - from > 6 || to - from == 1) {
            return false;
        }
        int port = 0;
        for (int i = from + 1; i < to; i++) {
            if (!Octets.isDigit(bytes[i])) {
                return false;
            }
            port = port * 10 + bytes[i] - '0';
        }
        return port <= HIGHEST_PORT;
    }

    int start() {
        return start;
    }

    /// The end of the host; a dot that closes a fully qualified name is left out.
    int nameEnd() {
        return nameEnd;
    }

    int end() {
        return end;
    }
}
