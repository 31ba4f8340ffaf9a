package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.HeadWriter;
import dev.sekisho.gateway.http1.KnownName;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.upgrade.Offer;
import java.nio.charset.StandardCharsets;

/// Writes the head that a pod gets: runs of the client's lines, less those that end here, and ours.
final class UpstreamHead {

    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
    private static final byte[] HOST = ascii("Host: ");
    private static final byte[] REQUEST_ID = ascii("X-Request-ID: ");
    private static final byte[] FORWARDED_HOST = ascii("X-Forwarded-Host: ");
    private static final byte[] ORIGINAL_FOR = ascii("X-Original-Forwarded-For: ");
    private static final byte[] LENGTH = ascii("Content-Length: ");
    private static final byte[] CHUNKED = ascii("Transfer-Encoding: chunked\r\n");
    private static final byte[] WEBSOCKET = ascii("Connection: upgrade\r\nUpgrade: websocket\r\n");
    private static final byte[] UPGRADE = ascii("Connection: upgrade\r\nUpgrade: ");
    private static final int LONGEST_ID = 128;

    private final GatewayLoop loop;

    UpstreamHead(GatewayLoop loop) {
        this.loop = loop;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    private static boolean isOurs(KnownName name) {
        return switch (name) {
            case UNDERSCORED, ALIAS, PROXY, CONTENT_LENGTH -> true;
            default -> false;
        };
    }

    /// Puts the head into the loop's writer.
    void write(Exchange exchange) {
        RequestHead head = exchange.request();
        HeadWriter out = loop.writer();
        out.clear();
        int run = requestLine(head, out);
        run(head, exchange, out, run);
        RequestId id = exchange.requestId();
        if (!id.isKept()) {
            out.put(REQUEST_ID);
            out.hex(id.high());
            out.hex(id.low());
            out.crlf();
        }
        provenance(head, exchange.peer(), out);
        framing(head, exchange.body(), out);
        upgrade(head, exchange.forwarding().head().offer(), out);
        out.crlf();
    }

    /// Returns where the lines start that are still to be copied.
    private static int requestLine(RequestHead head, HeadWriter out) {
        if (head.isLinePlain()) {
            return head.methodStart();
        }
        out.put(head.bytes(), head.methodStart(), head.methodEnd() + 1);
        out.put(head.bytes(), head.pathStart(), head.pathEnd());
        out.put(head.bytes(), head.queryStart(), head.targetEnd());
        out.put(VERSION);
        return head.lineEnd();
    }

    private static void run(RequestHead head, Exchange exchange, HeadWriter out, int from) {
        int start = from;
        int count = head.fieldCount();
        int end = head.lineEnd();
        for (int i = 0; i < count; i++) {
            end = head.fieldEnd(i);
            if (!keeps(head, exchange, i)) {
                out.put(head.bytes(), start, head.fieldStart(i));
                start = end;
            }
        }
        out.put(head.bytes(), start, end);
    }

    private static boolean keeps(RequestHead head, Exchange exchange, int field) {
        KnownName name = head.fieldName(field);
        if (name == KnownName.OTHER) {
            return true;
        }
        return switch (name) {
            case X_REQUEST_ID -> exchange.requestId().field() == field;
            case TRAILER ->
                    head.isChunked()
                            && !exchange.body().isStored()
                            && head.announcesPlainTrailers(field);
            case EXPECT -> head.expectsContinue() && !exchange.body().isStored();
            case FORWARDED, X_FORWARDED, X_FORWARDED_OTHER -> exchange.peer().isTrusted();
            case X_ORIGINAL_URL, X_REWRITE_URL -> exchange.peer().isTrusted();
            case SSL_CLIENT_VERIFY, SSL_CLIENT_SUBJECT_DN, SSL_CLIENT_ISSUER_DN, SSL_CLIENT_CERT ->
                    exchange.peer().isTrusted() && !exchange.peer().identity().isAsked();
            default -> !name.isHopByHop() && !name.isProvenance() && !isOurs(name);
        };
    }

    /// Whether a client's identifier is one that we pass on.
    static boolean isSaneId(RequestHead head, int field) {
        int start = head.valueStart(field);
        int end = head.valueEnd(field);
        if (end == start || end - start > LONGEST_ID) {
            return false;
        }
        for (int i = start; i < end; i++) {
            byte octet = head.bytes()[i];
            if (!Character.isLetterOrDigit(octet) && "-_.:+/=~".indexOf(octet) < 0) {
                return false;
            }
        }
        return true;
    }

    private void provenance(RequestHead head, Peer peer, HeadWriter out) {
        boolean hasHost = head.authorityEnd() > head.hostStart();
        if (!hasHost) {
            out.put(HOST);
            out.put(peer.local());
            out.crlf();
        }
        if (peer.isTrusted() && ForwardedFields.isIn(head)) {
            believed(
                    new ForwardedFields(head, peer, loop.settings().clients().trustedProxies()),
                    out);
        } else {
            out.put(peer.fields());
            out.put(FORWARDED_HOST);
            host(head, peer, out);
        }
        originalFor(head, out);
        out.put(peer.identity().fields());
    }

    private static void host(RequestHead head, Peer peer, HeadWriter out) {
        if (head.authorityEnd() > head.hostStart()) {
            out.put(head.bytes(), head.hostStart(), head.authorityEnd());
        } else {
            out.put(peer.local());
        }
        out.crlf();
    }

    private void believed(ForwardedFields fields, HeadWriter out) {
        String text = Peer.fields(fields.address(), fields.port(), fields.scheme());
        out.put(text.getBytes(StandardCharsets.ISO_8859_1));
        out.put(FORWARDED_HOST);
        String host = fields.host();
        if (host == null) {
            host(fields.head(), fields.peer(), out);
        } else {
            out.put(host.getBytes(StandardCharsets.ISO_8859_1));
            out.crlf();
        }
    }

    private static void originalFor(RequestHead head, HeadWriter out) {
        for (int i = 0; i < head.fieldCount(); i++) {
            if (head.fieldName(i) == KnownName.X_FORWARDED_FOR) {
                out.put(ORIGINAL_FOR);
                out.put(head.bytes(), head.valueStart(i), head.valueEnd(i));
                out.crlf();
            }
        }
    }

    private static void framing(RequestHead head, RequestBody body, HeadWriter out) {
        if (!head.isChunked()) {
            if (head.contentLength() >= 0) {
                length(head.contentLength(), out);
            }
        } else if (body.isStored()) {
            length(body.storedBytes(), out);
        } else {
            out.put(CHUNKED);
        }
    }

    private static void upgrade(RequestHead head, Offer offer, HeadWriter out) {
        switch (offer) {
            case NONE -> {}
            case WEBSOCKET -> out.put(WEBSOCKET);
            case OTHER -> {
                int field = head.upgradeField();
                out.put(UPGRADE);
                out.put(head.bytes(), head.valueStart(field), head.valueEnd(field));
                out.crlf();
            }
        }
    }

    private static void length(long bytes, HeadWriter out) {
        out.put(LENGTH);
        out.decimal(bytes);
        out.crlf();
    }
}
