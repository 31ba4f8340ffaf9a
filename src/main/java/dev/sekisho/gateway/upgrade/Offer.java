package dev.sekisho.gateway.upgrade;

import dev.sekisho.gateway.http1.Method;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.ResponseHead;
import dev.sekisho.model.http.Upgrades;
import java.nio.charset.StandardCharsets;
import java.util.Locale;

/// What a request offers its connection to become, as far as that is passed on.
public enum Offer {
    /// Nothing: an `Upgrade`, if there is one, ends here.
    NONE,
    WEBSOCKET,
    /// A protocol that we know nothing of.
    OTHER;

    private static final String WEBSOCKET_NAME = "websocket";

    /// What a request offers where so much is allowed.
    public static Offer of(RequestHead head, Upgrades allowed) {
        return head.upgradeField() < 0 || head.hasBody() ? NONE : read(head, allowed);
    }

    private static Offer read(RequestHead head, Upgrades allowed) {
        String protocol = protocol(head);
        if (protocol.equals(WEBSOCKET_NAME)) {
            boolean whole = head.method() == Method.GET && WebSocketKey.isIn(head);
            return whole ? WEBSOCKET : NONE;
        }
        return switch (allowed) {
            case WEBSOCKET -> NONE;
            case ANY -> isForeign(protocol) ? OTHER : NONE;
        };
    }

    private static String protocol(RequestHead head) {
        int field = head.upgradeField();
        return text(head.bytes(), head.valueStart(field), head.valueEnd(field));
    }

    private static String text(byte[] bytes, int start, int end) {
        return new String(bytes, start, end - start, StandardCharsets.ISO_8859_1)
                .toLowerCase(Locale.ROOT);
    }

    /// One name with or without a version, and none of HTTP: we would not see its requests.
    private static boolean isForeign(String protocol) {
        boolean http = protocol.startsWith("h2") || protocol.startsWith("http/");
        return !http && !protocol.isEmpty() && protocol.chars().allMatch(Offer::isOfName);
    }

    private static boolean isOfName(int octet) {
        return octet > ' ' && octet < 0x7f && octet != ',';
    }

    /// Whether this 101 is the answer to that request.
    public boolean isTaken(RequestHead request, ResponseHead answer) {
        int field = answer.upgradeField();
        if (this == NONE || field < 0) {
            return false;
        }
        String agreed = text(answer.bytes(), answer.valueStart(field), answer.valueEnd(field));
        return agreed.equals(protocol(request))
                && (this == OTHER || WebSocketKey.isAccepted(request, answer));
    }
}
