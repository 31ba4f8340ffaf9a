package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;

/// What is around the streams of a connection.
public interface StreamOwner {

    /// A request has come; `head` is that of HTTP/1.1. Who serves it calls `Http2Stream.servedBy`
    /// first of all.
    void request(Http2Stream stream, ByteBuf head);

    /// A request was malformed.
    void malformed(Http2Rule rule);

    /// A request was refused for the size of its fields.
    void tooLarge();

    /// The client did what few do.
    void odd(Oddity oddity);

    /// No stream is left open.
    void resting();

    /// The connection is to end once all is sent: `GOAWAY` is written.
    void over();

    /// Whether the socket takes more.
    boolean isWritable();

    /// The tick of the clock.
    long now();
}
