package dev.sekisho.gateway.http2;

import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.collection.IntObjectHashMap;
import java.util.Collection;

/// What a stream and its sender know of the connection that carries them, on either side of it.
interface StreamCarrier {

    FrameOutput output();

    Sender sender();

    ReceiveWindow receiveWindow();

    @SuppressWarnings("NonApiType") // The map of Netty has no interface that does not box.
    IntObjectHashMap<Http2Stream> streams();

    /// Those that are open now, whatever becomes of them while they are gone through.
    Collection<Http2Stream> openStreams();

    /// Whether the socket takes more.
    boolean isWritable();

    /// The tick of the clock.
    long now();

    /// Whether nothing more is wanted.
    boolean isOver();

    /// Whether nothing more is wanted, or not before others had their turn.
    boolean isWeary();

    /// Ends the connection at once; what is under way is given up.
    void fail(Http2Error error);

    /// Counts what few do; too much of it ends the connection.
    void odd(Oddity oddity);

    /// The last frame of ours was written to a stream.
    void sent(Http2Stream stream);

    /// Resets a stream on our own account.
    void resetByUs(Http2Stream stream, Http2Error error);

    /// The other side has not taken in time what a stream has for it.
    void stalled(Http2Stream stream);
}
