package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.KnownName;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.route.KeyHash;
import dev.sekisho.model.http.Balancing;
import dev.sekisho.model.http.HashSource;

/// The key under which a consistent hash looks for the endpoint of a request.
final class BalanceKey {

    private BalanceKey() {}

    /// `KeyHash.NONE` where the request has none, or none is needed.
    static long of(Exchange exchange, Balancing balancing) {
        if (!(balancing instanceof Balancing.ConsistentHash(HashSource source))) {
            return KeyHash.NONE;
        }
        RequestHead head = exchange.request();
        return switch (source) {
            case HashSource.ClientAddress _ -> KeyHash.of(address(exchange));
            case HashSource.RequestUri _ -> uri(head);
            case HashSource.Header(String name) -> header(head, name);
            case HashSource.Cookie(String name) -> cookie(head, name);
        };
    }

    private static String address(Exchange exchange) {
        Peer peer = exchange.peer();
        TrustedProxies trusted = exchange.loop().settings().clients().trustedProxies();
        return peer.isTrusted()
                ? new ForwardedFields(exchange.request(), peer, trusted).address()
                : peer.address();
    }

    private static long uri(RequestHead head) {
        long path = KeyHash.of(head.bytes(), head.pathStart(), head.pathEnd());
        return KeyHash.continued(path, head.bytes(), head.queryStart(), head.targetEnd());
    }

    private static long header(RequestHead head, String name) {
        byte[] bytes = head.bytes();
        for (int i = 0; i < head.fieldCount(); i++) {
            int colon = head.fieldStart(i) + name.length();
            if (colon < head.fieldEnd(i)
                    && bytes[colon] == ':'
                    && isName(bytes, head.fieldStart(i), name)) {
                return KeyHash.of(bytes, head.valueStart(i), head.valueEnd(i));
            }
        }
        return KeyHash.NONE;
    }

    /// `name` is in lower case.
    private static boolean isName(byte[] bytes, int start, String name) {
        for (int i = 0; i < name.length(); i++) {
            byte octet = bytes[start + i];
            int lower = octet >= 'A' && octet <= 'Z' ? octet | 0x20 : octet;
            if (lower != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }

    private static long cookie(RequestHead head, String name) {
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.fieldName(i) == KnownName.COOKIE) {
                long key = cookie(head.bytes(), head.valueStart(i), head.valueEnd(i), name);
                if (key != KeyHash.NONE) {
                    return key;
                }
            }
        }
        return KeyHash.NONE;
    }

    private static long cookie(byte[] bytes, int start, int end, String name) {
        int at = start;
        while (at < end) {
            while (at < end && (bytes[at] == ' ' || bytes[at] == ';')) {
                at++;
            }
            int pairEnd = at;
            while (pairEnd < end && bytes[pairEnd] != ';') {
                pairEnd++;
            }
            int equals = at + name.length();
            if (equals < pairEnd && bytes[equals] == '=' && matches(bytes, at, name)) {
                return KeyHash.of(bytes, equals + 1, pairEnd);
            }
            at = pairEnd;
        }
        return KeyHash.NONE;
    }

    private static boolean matches(byte[] bytes, int start, String name) {
        for (int i = 0; i < name.length(); i++) {
            if (bytes[start + i] != name.charAt(i)) {
                return false;
            }
        }
        return true;
    }
}
