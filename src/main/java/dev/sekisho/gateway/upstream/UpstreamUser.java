package dev.sekisho.gateway.upstream;

import io.netty.buffer.ByteBuf;

/// Whoever has taken an upstream connection and hears what becomes of it. Called on the loop.
public interface UpstreamUser {

    /// A new connection can be written to.
    void upstreamConnected();

    /// The connection was never made.
    void upstreamRefused();

    /// The connection was not made in time.
    void upstreamConnectTimedOut();

    /// Bytes came; one reference to them comes along.
    void upstreamReceived(ByteBuf in);

    /// No more bytes for the moment.
    void upstreamReadComplete();

    void upstreamWritabilityChanged();

    /// The pod has closed its connection in order.
    void upstreamEnded();

    /// Who hears of the response where the request goes on a stream of HTTP/2.
    default StreamEvents streamEvents() {
        throw new IllegalStateException("nobody asked for a stream");
    }

    /// The pod will send nothing more, and still reads: only where the user took the connection
    /// over for good.
    default void upstreamInputEnded() {}

    /// The connection broke.
    void upstreamBroken();

    /// Neither side of the connection moved for too long.
    void upstreamTimedOut();

    /// This user threw when it was told something: the connection is gone, and nothing more comes.
    void upstreamFault(RuntimeException bug);
}
