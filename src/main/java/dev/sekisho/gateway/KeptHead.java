package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.HeadWriter;
import dev.sekisho.gateway.http1.KnownName;
import dev.sekisho.gateway.http1.Method;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http2.RequestEncoder;
import dev.sekisho.gateway.http2.RequestEncoder.Scheme;
import dev.sekisho.gateway.http2.RequestEncoder.Trailers;
import dev.sekisho.gateway.upgrade.Offer;
import dev.sekisho.gateway.upstream.UpstreamLink;
import dev.sekisho.gateway.upstream.UpstreamLink.Expected;
import dev.sekisho.gateway.upstream.UpstreamLink.Following;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.HttpVersion;
import dev.sekisho.model.http.Upgrades;
import io.netty.buffer.ByteBuf;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// The head of a request as pods get it, kept for as long as another pod may need it; and what it
/// offers.
final class KeptHead {

    private static final String TRAILERS = "trailers";

    private final GatewayLoop loop;
    private final Exchange exchange;
    private @Nullable ByteBuf bytes;
    private Offer offer = Offer.NONE;
    private boolean http2;
    private Scheme scheme = Scheme.HTTP;

    KeptHead(GatewayLoop loop, Exchange exchange) {
        this.loop = loop;
        this.exchange = exchange;
    }

    void clear() {
        drop();
        offer = Offer.NONE;
        http2 = false;
    }

    /// Finds out what is offered where so much is allowed: `write` needs to know. HTTP/2 has no
    /// offers.
    void read(Upgrades allowed, BackendProtocol protocol) {
        http2 = protocol.version() == HttpVersion.HTTP_2;
        scheme = protocol.tls().isPresent() ? Scheme.HTTPS : Scheme.HTTP;
        offer = http2 ? Offer.NONE : Offer.of(exchange.request(), allowed);
    }

    /// Whether the pods are spoken to in HTTP/2.
    boolean isHttp2() {
        return http2;
    }

    Offer offer() {
        return offer;
    }

    void write() {
        HeadWriter out = loop.writer();
        loop.upstreamHead().write(exchange);
        ByteBuf written = exchange.client().alloc().ioBuffer(out.length());
        if (http2) {
            RequestEncoder.head(out.bytes(), out.length(), scheme, trailers(), written);
        } else {
            out.copyTo(written);
        }
        bytes = written;
    }

    /// Only clients that say so themselves are said to take trailers.
    private Trailers trailers() {
        RequestHead request = exchange.request();
        for (int i = 0; i < request.fieldCount(); i++) {
            if (request.fieldName(i) == KnownName.TE && isTrailers(request, i)) {
                return Trailers.TAKEN;
            }
        }
        return Trailers.UNSAID;
    }

    private static boolean isTrailers(RequestHead request, int field) {
        int start = request.valueStart(field);
        int length = request.valueEnd(field) - start;
        return new AsciiString(request.bytes(), start, length, false)
                .contentEqualsIgnoreCase(TRAILERS);
    }

    void sendTo(UpstreamLink link) {
        if (bytes != null) {
            bytes.readerIndex(0);
            RequestHead request = exchange.request();
            link.head(
                    bytes.retain(),
                    request.hasBody() ? Following.BODY : Following.NOTHING,
                    request.method() == Method.HEAD ? Expected.HEAD_ONLY : Expected.BODY);
        }
    }

    void drop() {
        ByteBuf kept = bytes;
        bytes = null;
        if (kept != null) {
            kept.release();
        }
    }
}
