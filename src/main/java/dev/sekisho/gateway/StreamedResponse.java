package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.ResponseRule;
import dev.sekisho.gateway.upstream.StreamEvents;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;

/// Hears of the response to one request that went to its pod on a stream of HTTP/2.
///
/// Its head is read like one of HTTP/1.1; what follows needs no framing to be taken off.
final class StreamedResponse implements StreamEvents {

    private final Exchange exchange;
    private Http2Error cutCode = Http2Error.INTERNAL_ERROR;

    StreamedResponse(Exchange exchange) {
        this.exchange = exchange;
    }

    void clear() {
        cutCode = Http2Error.INTERNAL_ERROR;
    }

    /// What a client's stream is reset with when its response is cut. Other codes of pods are about
    /// their connection to us, or would let the client send again what had an effect.
    Http2Error cutCode() {
        return cutCode;
    }

    /// Neither side did anything wrong.
    void cancelled() {
        cutCode = Http2Error.CANCEL;
    }

    @Override
    public void podReset(long code) {
        if (code == Http2Error.CANCEL.code()) {
            cutCode = Http2Error.CANCEL;
        } else if (code == Http2Error.ENHANCE_YOUR_CALM.code()) {
            cutCode = Http2Error.ENHANCE_YOUR_CALM;
        }
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
