package dev.sekisho.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// What a client sent ahead: requests that wait for the one before. Bounded, because nothing is
/// read while there is any.
final class PendingInput {

    private @Nullable ByteBuf kept;

    boolean isEmpty() {
        return kept == null;
    }

    void keep(ByteBuf in) {
        kept = in;
    }

    @Nullable ByteBuf take() {
        ByteBuf taken = kept;
        kept = null;
        return taken;
    }

    /// Everything in its order: what is kept, then `in`.
    ByteBuf before(ByteBuf in, ByteBufAllocator alloc) {
        ByteBuf first = take();
        if (first == null) {
            return in;
        }
        ByteBuf both = alloc.ioBuffer(first.readableBytes() + in.readableBytes());
        both.writeBytes(first).writeBytes(in);
        first.release();
        in.release();
        return both;
    }

    void drop() {
        ByteBuf dropped = take();
        if (dropped != null) {
            dropped.release();
        }
    }
}
