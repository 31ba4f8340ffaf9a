package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import java.util.Base64;
import java.util.concurrent.ThreadLocalRandom;

/// A WebSocket that is asked for by the `CONNECT` of RFC 8441, as the handshake of HTTP/1.1 that
/// means the same (RFC 8441 5, RFC 6455 4.1).
final class ExtendedConnect {

    static final AsciiString PROTOCOL = AsciiString.cached(":protocol");
    private static final AsciiString WEBSOCKET = AsciiString.cached("websocket");
    private static final AsciiString KEY = AsciiString.cached("sec-websocket-key");
    private static final byte[] GET = new AsciiString("GET").toByteArray();
    private static final byte[] HANDSHAKE =
            new AsciiString("connection: upgrade\r\nupgrade: websocket\r\nsec-websocket-key: ")
                    .toByteArray();
    private static final int KEY_BYTES = 16;

    private ExtendedConnect() {}

    static boolean isWebSocket(CharSequence protocol) {
        return AsciiString.contentEqualsIgnoreCase(protocol, WEBSOCKET);
    }

    /// The key belongs to HTTP/1.1: one of the client's has no meaning.
    static boolean isKey(CharSequence name) {
        return Text.equals(name, KEY);
    }

    static void method(ByteBuf out) {
        out.writeBytes(GET);
    }

    /// Writes the fields of the handshake. The key shows that the pod speaks WebSocket; it keeps no
    /// secret (RFC 6455 10.3).
    static void fields(ByteBuf out) {
        byte[] key = new byte[KEY_BYTES];
        ThreadLocalRandom.current().nextBytes(key);
        out.writeBytes(HANDSHAKE);
        out.writeBytes(Base64.getEncoder().encode(key));
        out.writeByte('\r').writeByte('\n');
    }
}
