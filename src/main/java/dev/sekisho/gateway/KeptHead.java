package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.HeadWriter;
import dev.sekisho.gateway.upgrade.Offer;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import dev.sekisho.model.http.Upgrades;
import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// The head of a request as pods get it, kept for as long as another pod may need it; and what it
/// offers.
final class KeptHead {

    private final GatewayLoop loop;
    private final Exchange exchange;
    private @Nullable ByteBuf bytes;
    private Offer offer = Offer.NONE;

    KeptHead(GatewayLoop loop, Exchange exchange) {
        this.loop = loop;
        this.exchange = exchange;
    }

    void clear() {
        drop();
        offer = Offer.NONE;
    }

    /// Finds out what is offered where so much is allowed: `write` needs to know.
    void read(Upgrades allowed) {
        offer = Offer.of(exchange.request(), allowed);
    }

    Offer offer() {
        return offer;
    }

    void write() {
        HeadWriter out = loop.writer();
        loop.upstreamHead().write(exchange);
        ByteBuf written = exchange.client().alloc().ioBuffer(out.length());
        out.copyTo(written);
        bytes = written;
    }

    void sendTo(UpstreamConnection connection) {
        if (bytes != null) {
            bytes.readerIndex(0);
            connection.write(bytes.retain());
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
