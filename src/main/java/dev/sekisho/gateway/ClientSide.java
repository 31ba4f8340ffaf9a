package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.ChunkScanner.Delivery;
import dev.sekisho.gateway.http1.ResponseHead;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import dev.sekisho.model.tls.TlsPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Error;

/// What an exchange knows of its client: where the response goes, and how to slow the client down.
///
/// How a response looks on the wire, and what becomes of the connection after it, is for the
/// implementation to know. It hands the request to the exchange by `begin` and `moreBody`, and
/// tells it by `cancel` that the client is gone.
interface ClientSide {

    /// How the pod's response ends.
    enum BodyEnd {
        /// By its length, or there is no body: what the pod says about the length is true.
        AS_RECEIVED,
        /// There is no body, whatever the pod says about its length.
        NONE,
        /// By a last chunk; bodies come as `chunks` says.
        CHUNKED,
        /// By the end of the pod's connection.
        UNTIL_CLOSE,
        /// By the end of a stream of HTTP/2: bodies come as data, and trailers may follow.
        STREAM
    }

    Peer peer();

    /// Whether we have ended TLS for the client.
    boolean isSecured();

    /// Whether what TLS has agreed on with the client is what a host asks for.
    boolean keeps(TlsPolicy policy);

    /// What TLS has agreed on is not for the host of the request. The answer tells the client to
    /// come by another connection; `outdated` is that this one ends, even if it can be shared with
    /// other hosts.
    void misdirected(boolean outdated);

    /// What the client speaks, as logs spell it.
    String protocol();

    ByteBufAllocator alloc();

    /// Writes a whole response of ours.
    void answer(Answer answer);

    /// Asks the client for the body that it holds back.
    void inviteBody();

    /// Writes an interim response of the pod.
    void interim(ResponseHead head);

    /// Whether no answer but a tunnel is success.
    boolean expectsTunnel();

    /// The status that tells the client of a tunnel.
    int tunnelStatus();

    /// Writes the pod's 101 as the client knows it. From now on bytes go both ways between the
    /// client and `pod`, `first` before all others; takes one reference to it.
    void tunnel(ResponseHead head, UpstreamConnection pod, ByteBuf first);

    /// How a chunked body is to be handed over here.
    Delivery chunks();

    /// Writes the head of the pod's response, of whose body `following` bytes have come with it.
    void head(ResponseHead head, BodyEnd end, int following);

    /// Takes `length` bytes of the body from `in`.
    void body(ByteBuf in, int length);

    /// Takes a piece of the body, and one reference to it.
    void body(ByteBuf piece);

    /// Takes the trailers of a body that was handed over as data: their lines and the empty one,
    /// and one reference to them.
    void trailers(ByteBuf section);

    /// Whether a response that has no length can end with trailers at any time.
    boolean takesTrailers();

    /// All that came with the head was handed over.
    void bodyPauses();

    /// The response is whole. The exchange can be asked for the last time.
    void end();

    /// The exchange is over after `end`: the client may be served the next.
    void finished();

    /// Ends a response in the middle, so that the client sees that it is not whole; `code` is for a
    /// stream of HTTP/2.
    void abort(Http2Error code);

    /// Gives the client up, whatever it was sent.
    void abandon();

    /// Sends what was written.
    void flush();

    /// Whether the client takes less than it is sent. The exchange hears by `Forwarding.resume`
    /// when it takes more.
    boolean isFlooded();

    /// Stops reading a body that cannot be sent on yet.
    void pauseBody();

    void resumeBody();

    /// Bytes of the response that were written; an invitation is none.
    long sentBytes();
}
