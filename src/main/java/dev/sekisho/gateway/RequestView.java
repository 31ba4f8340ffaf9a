package dev.sekisho.gateway;

import dev.sekisho.gateway.filter.FilteredRequest;
import dev.sekisho.gateway.http1.RequestHead;
import java.nio.charset.StandardCharsets;

/// An exchange's request as filters see it; made only for routes that have filters.
final class RequestView implements FilteredRequest {

    private static final int HTTPS_PORT = 443;

    private final RequestHead head;
    private final Peer peer;
    private final GatewayLoop loop;

    RequestView(Exchange exchange) {
        this.head = exchange.request();
        this.peer = exchange.peer();
        this.loop = exchange.loop();
    }

    @Override
    public boolean isSecure() {
        if (peer.isTrusted()) {
            TrustedProxies trusted = loop.settings().clients().trustedProxies();
            return new ForwardedFields(head, peer, trusted).scheme().equals("https");
        }
        return peer.scheme() == Peer.Scheme.HTTPS;
    }

    @Override
    public boolean pathStartsWith(String prefix) {
        return text(head.pathStart(), head.pathEnd()).startsWith(prefix);
    }

    @Override
    public String httpsLocation() {
        int port = loop.plane().publicHttpsPort();
        boolean hasHost = head.hostEnd() > head.hostStart();
        String host =
                hasHost
                        ? text(head.hostStart(), head.hostEnd())
                        : new String(peer.local(), StandardCharsets.ISO_8859_1)
                                .replaceFirst(":[0-9]+$", "");
        return "https://"
                + host
                + (port == HTTPS_PORT ? "" : ":" + port)
                + text(head.pathStart(), head.pathEnd())
                + text(head.queryStart(), head.targetEnd());
    }

    private String text(int start, int end) {
        return new String(head.bytes(), start, end - start, StandardCharsets.ISO_8859_1);
    }
}
