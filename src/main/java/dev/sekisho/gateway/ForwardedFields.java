package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.KnownName;
import dev.sekisho.gateway.http1.RequestHead;
import io.netty.util.NetUtil;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Reads what a trusted proxy says about the client behind it.
final class ForwardedFields {

    private final RequestHead head;
    private final Peer peer;
    private final TrustedProxies trusted;

    ForwardedFields(RequestHead head, Peer peer, TrustedProxies trusted) {
        this.head = head;
        this.peer = peer;
        this.trusted = trusted;
    }

    RequestHead head() {
        return head;
    }

    Peer peer() {
        return peer;
    }

    /// Whether the request has any of the fields.
    static boolean isIn(RequestHead head) {
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.fieldName(i).isProvenance()) {
                return true;
            }
        }
        return false;
    }

    /// The last address of the chain that is not a trusted proxy itself.
    String address() {
        String chain = value(KnownName.X_FORWARDED_FOR);
        String found = peer.address();
        if (chain == null) {
            return found;
        }
        String[] hops = chain.split(",", -1);
        for (int i = hops.length - 1; i >= 0; i--) {
            String hop = hops[i].strip();
            if (!isAddress(hop)) {
                return found;
            }
            found = hop;
            if (!trusted.contains(hop)) {
                return found;
            }
        }
        return found;
    }

    /// No zone, no brackets: nothing that is not compared with the trusted networks.
    private static boolean isAddress(String text) {
        return text.indexOf('%') < 0
                && text.indexOf('[') < 0
                && NetUtil.createByteArrayFromIpAddressString(text) != null;
    }

    String scheme() {
        String named = value(KnownName.X_FORWARDED_PROTO);
        return named != null && (named.equals("https") || named.equals("http"))
                ? named
                : peer.scheme().text();
    }

    String port() {
        String named = value(KnownName.X_FORWARDED_PORT);
        boolean isPort =
                named != null
                        && named.length() <= 5
                        && named.chars().allMatch(digit -> digit >= '0' && digit <= '9');
        return isPort && named != null && !named.isEmpty() ? named : Integer.toString(peer.port());
    }

    /// The host that the client asked the proxy for, or null.
    @Nullable String host() {
        return value(KnownName.X_FORWARDED_HOST);
    }

    private @Nullable String value(KnownName name) {
        StringBuilder joined = null;
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.fieldName(i) == name) {
                joined = joined == null ? new StringBuilder() : joined.append(", ");
                int start = head.valueStart(i);
                int length = head.valueEnd(i) - start;
                joined.append(new String(head.bytes(), start, length, StandardCharsets.ISO_8859_1));
            }
        }
        return joined == null || joined.isEmpty() ? null : joined.toString();
    }
}
