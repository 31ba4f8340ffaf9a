package dev.sekisho.gateway.http1;

import io.netty.buffer.ByteBuf;

/// Takes the pieces of a body in their order, and with them one reference each.
public interface ChunkSink {

    void piece(ByteBuf piece);

    /// The trailers of a body whose framing is taken off: their lines and the empty one, and one
    /// reference to them.
    default void trailers(ByteBuf section) {
        section.release();
    }
}
