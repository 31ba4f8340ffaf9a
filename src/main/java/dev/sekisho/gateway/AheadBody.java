package dev.sekisho.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// What came of a body before anybody takes it, copied into one buffer: each piece by itself would
/// keep the whole of what was read with it.
final class AheadBody {

    private @Nullable ByteBuf kept;

    /// Adds what `in` holds; takes over no reference.
    void keep(ByteBuf in, ByteBufAllocator alloc) {
        ByteBuf open = kept;
        if (open == null) {
            open = alloc.buffer(in.readableBytes());
            kept = open;
        }
        open.writeBytes(in);
    }

    /// Gives away what is there, and the reference to it.
    @Nullable ByteBuf take() {
        ByteBuf taken = kept;
        kept = null;
        return taken;
    }

    void drop() {
        ByteBuf dropped = take();
        if (dropped != null) {
            dropped.release();
        }
    }
}
