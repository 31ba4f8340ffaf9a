package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.HeadWriter;
import dev.sekisho.gateway.http1.KnownName;
import dev.sekisho.gateway.http1.ResponseHead;
import java.nio.charset.StandardCharsets;

/// Writes the head that a client gets: runs of the pod's lines, less those that end here, and ours.
final class DownstreamHead {

    /// What the client is told about the end of the body.
    enum BodyFields {
        /// What the pod says about the length stays.
        AS_RECEIVED,
        CHUNKED,
        /// Nothing, and that there may be trailers: the version has an end of its own.
        TRAILERS,
        /// Nothing: there is no body, or the end of the connection ends it.
        NONE
    }

    /// What the client is told about the connection.
    enum ConnectionField {
        NONE,
        CLOSE,
        KEEP_ALIVE
    }

    private static final byte[] VERSION = ascii("HTTP/1.1 ");
    private static final byte[] SERVER = ascii("Server: sekisho\r\n");
    private static final byte[] CLOSE = ascii("Connection: close\r\n");
    private static final byte[] KEEP_ALIVE = ascii("Connection: keep-alive\r\n");
    private static final byte[] UPGRADE = ascii("Connection: upgrade\r\nUpgrade: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");

    private final GatewayLoop loop;

    DownstreamHead(GatewayLoop loop) {
        this.loop = loop;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Puts a final head into the loop's writer.
    void write(ResponseHead head, BodyFields body, ConnectionField connection) {
        HeadWriter out = loop.writer();
        out.clear();
        lines(head, body, out);
        if (!head.hasServer()) {
            out.put(SERVER);
        }
        if (!head.hasDate()) {
            out.put(loop.date());
        }
        if (body == BodyFields.CHUNKED) {
            out.put(CHUNKED);
        }
        switch (connection) {
            case NONE -> {}
            case CLOSE -> out.put(CLOSE);
            case KEEP_ALIVE -> out.put(KEEP_ALIVE);
        }
        out.crlf();
    }

    /// Puts an interim head into the loop's writer.
    void writeInterim(ResponseHead head) {
        HeadWriter out = loop.writer();
        out.clear();
        lines(head, BodyFields.NONE, out);
        out.crlf();
    }

    /// Puts the head of a 101 that was asked for into the loop's writer.
    void writeSwitching(ResponseHead head) {
        HeadWriter out = loop.writer();
        out.clear();
        lines(head, BodyFields.NONE, out);
        int field = head.upgradeField();
        out.put(UPGRADE);
        out.put(head.bytes(), head.valueStart(field), head.valueEnd(field));
        out.crlf();
        out.crlf();
    }

    /// Puts the fields of a 101 that was asked for by HTTP/2 into the loop's writer: what it says
    /// of the connection, and the answer to a key that the client has not sent, are left out.
    void writeTunnel(ResponseHead head) {
        HeadWriter out = loop.writer();
        out.clear();
        out.put(head.bytes(), 0, head.lineEnd());
        for (int i = 0; i < head.fieldCount(); i++) {
            KnownName name = head.fieldName(i);
            if (name != KnownName.SEC_WEBSOCKET_ACCEPT && keeps(name, BodyFields.NONE)) {
                out.put(head.bytes(), head.fieldStart(i), head.fieldEnd(i));
            }
        }
        out.crlf();
    }

    private static void lines(ResponseHead head, BodyFields body, HeadWriter out) {
        byte[] bytes = head.bytes();
        int start = 0;
        if (head.isHttp10()) {
            out.put(VERSION);
            start = VERSION.length;
        }
        int end = head.lineEnd();
        int count = head.fieldCount();
        for (int i = 0; i < count; i++) {
            end = head.fieldEnd(i);
            if (!keeps(head.fieldName(i), body)) {
                out.put(bytes, start, head.fieldStart(i));
                start = end;
            }
        }
        out.put(bytes, start, end);
    }

    private static boolean keeps(KnownName name, BodyFields body) {
        return switch (name) {
            case OTHER -> true;
            case CONTENT_LENGTH -> body == BodyFields.AS_RECEIVED;
            case TRAILER -> body == BodyFields.CHUNKED || body == BodyFields.TRAILERS;
            default -> !name.isHopByHop();
        };
    }

    /// The line that names us as the server.
    static byte[] server() {
        return SERVER;
    }

    static byte[] close() {
        return CLOSE;
    }

    static byte[] keepAlive() {
        return KEEP_ALIVE;
    }
}
