package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;

/// Who makes a request on a stream to a pod, and hears of the response.
///
/// After `responseEnded`, `malformed`, `unprocessed`, `podReset` or `reset` nothing more comes.
public interface PodStreamUser extends StreamUser {

    /// An interim or the final head, in the form of HTTP/1.1 but without its framing. Takes over
    /// one reference.
    void responseHead(ByteBuf head);

    /// A piece of the body; takes over one reference.
    void responseData(ByteBuf piece);

    /// The lines of the trailers and the empty one; takes over one reference.
    void responseTrailers(ByteBuf section);

    /// The response is whole.
    void responseEnded();

    /// The response breaks a rule: the stream is reset.
    void malformed(Http2Rule rule);

    /// The fields of the response are larger than was said that they may be: the stream is reset.
    void tooLarge();

    /// The pod has said that it did nothing with the request (RFC 9113 8.7).
    void unprocessed();

    /// The pod has reset the stream with this code (RFC 9113 7).
    void podReset(long code);
}
