package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.ResponseRule;
import dev.sekisho.gateway.upstream.StreamEvents;
import io.netty.buffer.ByteBuf;

/// Hears of the response to one request that went to its pod on a stream of HTTP/2.
///
/// Its head is read like one of HTTP/1.1; what follows needs no framing to be taken off.
final class StreamedResponse implements StreamEvents {

    private final Exchange exchange;

    StreamedResponse(Exchange exchange) {
        this.exchange = exchange;
    }

    @Override
    public void head(ByteBuf head) {
        exchange.responseBytes(head);
    }

    @Override
    public void data(ByteBuf piece) {
        exchange.client().body(piece);
        exchange.forwarding().holdBack();
    }

    @Override
    public void trailers(ByteBuf section) {
        exchange.client().trailers(section);
    }

    @Override
    public void ended() {
        ClientSide client = exchange.client();
        exchange.responseStreamEnded();
        client.flush();
    }

    @Override
    public void malformed(ResponseRule rule) {
        ClientSide client = exchange.client();
        exchange.response().broke(rule);
        exchange.forwarding().malformed();
        client.flush();
    }

    @Override
    public void unprocessed() {
        ClientSide client = exchange.client();
        exchange.forwarding().unprocessed();
        client.flush();
    }
}
