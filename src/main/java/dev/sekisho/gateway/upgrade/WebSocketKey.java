package dev.sekisho.gateway.upgrade;

import dev.sekisho.gateway.http1.KnownName;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.ResponseHead;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.Base64;

/// The question and the answer by which both sides of a WebSocket handshake know that the other
/// means it (RFC 6455 4.2).
final class WebSocketKey {

    private static final int KEY_CHARACTERS = 24;
    private static final int KEY_BYTES = 16;
    private static final byte[] SUFFIX =
            "258EAFA5-E914-47DA-95CA-C5AB0DC85B11".getBytes(StandardCharsets.US_ASCII);

    private WebSocketKey() {}

    /// Whether the request has one key, of sixteen bytes in Base64.
    static boolean isIn(RequestHead head) {
        int field = head.only(KnownName.SEC_WEBSOCKET_KEY);
        if (field < 0 || head.valueEnd(field) - head.valueStart(field) != KEY_CHARACTERS) {
            return false;
        }
        try {
            return Base64.getDecoder().decode(key(head)).length == KEY_BYTES;
        } catch (IllegalArgumentException malformed) {
            return false;
        }
    }

    private static byte[] key(RequestHead head) {
        int field = head.only(KnownName.SEC_WEBSOCKET_KEY);
        return head.value(field);
    }

    /// Whether the pod's answer is the one to the key of this request.
    static boolean isAccepted(RequestHead request, ResponseHead answer) {
        int field = answer.only(KnownName.SEC_WEBSOCKET_ACCEPT);
        return field >= 0 && MessageDigest.isEqual(answer.value(field), accept(key(request)));
    }

    private static byte[] accept(byte[] key) {
        try {
            MessageDigest digest = MessageDigest.getInstance("SHA-1");
            digest.update(key);
            return Base64.getEncoder().encode(digest.digest(SUFFIX));
        } catch (NoSuchAlgorithmException impossible) {
            throw new IllegalStateException(impossible);
        }
    }
}
