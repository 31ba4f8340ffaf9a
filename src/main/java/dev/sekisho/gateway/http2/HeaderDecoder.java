package dev.sekisho.gateway.http2;

import io.netty.handler.codec.http2.DefaultHttp2HeadersDecoder;
import io.netty.handler.codec.http2.Http2Headers;

/// Netty's HPACK decoder, into one list that is used again. What the fields may be is for
/// `RequestTranslator` to check.
final class HeaderDecoder extends DefaultHttp2HeadersDecoder {

    private final HeaderList list = new HeaderList();

    HeaderDecoder(long listBytes) {
        super(false, listBytes);
    }

    @Override
    protected Http2Headers newHeaders() {
        list.reset();
        return list;
    }

    /// The block that was decoded last.
    HeaderList list() {
        return list;
    }
}
