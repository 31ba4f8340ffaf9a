package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;

/// Who serves the request of a stream.
public interface StreamUser {

    /// More of the body, as HTTP/1.1 has it after the head that `StreamOwner.request` gave. Does
    /// not take over a reference.
    void requestBody(ByteBuf in);

    /// So much waits for the client that nothing more should be read for it.
    void holdBack();

    /// The client takes more again.
    void takesMore();

    /// The stream is over, whatever was sent.
    void reset();

    /// A second or so has gone by.
    void look();
}
