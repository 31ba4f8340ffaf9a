package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;

/// Writes the head of an HTTP/1.1 request as the block of the HTTP/2 request that means the same
/// (RFC 9113 8.3.1). The head is one of ours: it has kept to the rules of HTTP/1.1.
public final class RequestEncoder {

    private static final int INDEXED = 0x80;
    private static final int AUTHORITY = 1;
    private static final int METHOD = 2;
    private static final int GET = 2;
    private static final int POST = 3;
    private static final int PATH = 4;
    private static final int ROOT = 4;
    private static final int HTTP = 6;
    private static final int HTTPS = 7;
    private static final byte[] HOST = FieldEncoder.ascii("host");
    private static final byte[] TE = FieldEncoder.ascii("te");
    private static final byte[] UPGRADE = FieldEncoder.ascii("upgrade");
    private static final byte[] CONNECTION = FieldEncoder.ascii("connection");
    private static final byte[] KEEP_ALIVE = FieldEncoder.ascii("keep-alive");
    private static final byte[] PROXY_CONNECTION = FieldEncoder.ascii("proxy-connection");
    private static final byte[] TRANSFER_ENCODING = FieldEncoder.ascii("transfer-encoding");
    private static final byte[] TRAILERS = FieldEncoder.ascii("te: trailers\r\n");

    /// What is told apart from the head.
    public enum Scheme {
        HTTP,
        HTTPS
    }

    /// Whether the client has said that it takes trailers.
    public enum Trailers {
        TAKEN,
        UNSAID
    }

    private RequestEncoder() {}

    /// The head is what `bytes` have up to `end`, the empty line included.
    public static void head(byte[] bytes, int end, Scheme scheme, Trailers trailers, ByteBuf out) {
        int method = indexOf(bytes, ' ', 0, end);
        int target = indexOf(bytes, ' ', method + 1, end);
        int line = indexOf(bytes, '\r', target, end) + 2;
        method(bytes, method, out);
        out.writeByte(INDEXED | (scheme == Scheme.HTTP ? HTTP : HTTPS));
        path(bytes, method + 1, target, out);
        authority(bytes, line, end, out);
        fields(bytes, line, end, out);
        if (trailers == Trailers.TAKEN) {
            FieldEncoder.lines(TRAILERS, 0, TRAILERS.length, out);
        }
    }

    private static void method(byte[] bytes, int end, ByteBuf out) {
        if (isText(bytes, 0, end, "GET")) {
            out.writeByte(INDEXED | GET);
        } else if (isText(bytes, 0, end, "POST")) {
            out.writeByte(INDEXED | POST);
        } else {
            FieldEncoder.indexedName(METHOD, bytes, 0, end, out);
        }
    }

    private static void path(byte[] bytes, int start, int end, ByteBuf out) {
        if (end - start == 1 && bytes[start] == '/') {
            out.writeByte(INDEXED | ROOT);
        } else {
            FieldEncoder.indexedName(PATH, bytes, start, end, out);
        }
    }

    private static boolean isText(byte[] bytes, int start, int end, String text) {
        if (end - start != text.length()) {
            return false;
        }
        for (int i = 0; i < text.length(); i++) {
            if (bytes[start + i] != text.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static void authority(byte[] bytes, int start, int end, ByteBuf out) {
        for (int at = start; at < end; at = lineEnd(bytes, at, end)) {
            if (isNamed(bytes, at, end, HOST)) {
                int from = at + HOST.length + 1;
                FieldEncoder.trimmed(AUTHORITY, bytes, from, lineEnd(bytes, at, end) - 2, out);
                return;
            }
        }
    }

    private static void fields(byte[] bytes, int start, int end, ByteBuf out) {
        int run = start;
        for (int at = start; at < end; at = lineEnd(bytes, at, end)) {
            if (isLeftOut(bytes, at, end)) {
                FieldEncoder.lines(bytes, run, at, out);
                run = lineEnd(bytes, at, end);
            }
        }
        FieldEncoder.lines(bytes, run, end, out);
    }

    /// What is said otherwise in HTTP/2, or not at all (RFC 9113 8.2.2, 8.3.1).
    private static boolean isLeftOut(byte[] bytes, int at, int end) {
        return switch (indexOf(bytes, ':', at, lineEnd(bytes, at, end)) - at) {
            case 2 -> isNamed(bytes, at, end, TE);
            case 4 -> isNamed(bytes, at, end, HOST);
            case 7 -> isNamed(bytes, at, end, UPGRADE);
            case 10 -> isNamed(bytes, at, end, CONNECTION) || isNamed(bytes, at, end, KEEP_ALIVE);
            case 16 -> isNamed(bytes, at, end, PROXY_CONNECTION);
            case 17 -> isNamed(bytes, at, end, TRANSFER_ENCODING);
            default -> false;
        };
    }

    private static boolean isNamed(byte[] bytes, int at, int end, byte[] name) {
        if (end - at <= name.length || bytes[at + name.length] != ':') {
            return false;
        }
        for (int i = 0; i < name.length; i++) {
            if (FieldEncoder.lower(bytes[at + i]) != name[i]) {
                return false;
            }
        }
        return true;
    }

    private static int lineEnd(byte[] bytes, int at, int end) {
        return Math.min(end, indexOf(bytes, '\r', at, end) + 2);
    }

    private static int indexOf(byte[] bytes, char wanted, int from, int end) {
        int at = from;
        while (at < end && bytes[at] != wanted) {
            at++;
        }
        return at;
    }
}
