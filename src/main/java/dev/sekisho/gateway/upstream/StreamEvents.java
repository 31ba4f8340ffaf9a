package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.http1.ResponseRule;
import io.netty.buffer.ByteBuf;

/// Whoever hears of a response that comes on a stream of HTTP/2, besides what `UpstreamUser` hears.
public interface StreamEvents {

    /// An interim or the final head, in the form of HTTP/1.1 but without its framing. Takes over
    /// one reference.
    void head(ByteBuf head);

    /// A piece of the body; takes over one reference.
    void data(ByteBuf piece);

    /// The lines of the trailers and the empty one; takes over one reference.
    void trailers(ByteBuf section);

    /// The response is whole.
    void ended();

    /// The response breaks a rule.
    void malformed(ResponseRule rule);

    /// The pod has said that it did nothing with the request.
    void unprocessed();

    /// The pod has reset its stream with this code. What becomes of the request is told as of any
    /// connection that broke.
    void podReset(long code);
}
