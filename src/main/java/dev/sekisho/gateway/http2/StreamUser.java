package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;

/// Who serves, or makes, the request of a stream.
public interface StreamUser {

    /// More of the body of a request whose length is known, or its trailers with the last chunk
    /// before them, as HTTP/1.1 has it after the head that `StreamOwner.request` gave. Does not
    /// take over a reference.
    default void requestBody(ByteBuf in) {}

    /// More of the body of a request whose length is not known; `last` if it is over without
    /// trailers. Does not take over a reference.
    default void requestData(ByteBuf data, boolean last) {}

    /// The client of a tunnel sends no more.
    default void requestEnded() {}

    /// So much waits for the other side that nothing more should be read for it.
    void holdBack();

    /// The other side takes more again.
    void takesMore();

    /// The stream, or its connection, is over before its time.
    void reset();

    /// A second or so has gone by.
    void look();
}
