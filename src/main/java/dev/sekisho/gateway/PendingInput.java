package dev.sekisho.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// What a client sent ahead: requests that wait for the one before. Bounded, because nothing is
/// read while there is any. Nor is anything while a body cannot be sent on.
final class PendingInput {

    private final Channel channel;
    private @Nullable ByteBuf kept;
    private boolean held;

    PendingInput(Channel channel) {
        this.channel = channel;
    }

    boolean isEmpty() {
        return kept == null;
    }

    void keep(ByteBuf in) {
        kept = in;
        pauseOrResume();
    }

    /// Stops reading until `letGo`.
    void hold() {
        held = true;
        pauseOrResume();
    }

    void letGo() {
        if (held) {
            held = false;
            pauseOrResume();
        }
    }

    boolean isHeld() {
        return held;
    }

    private void pauseOrResume() {
        boolean reads = kept == null && !held;
        if (channel.config().isAutoRead() != reads) {
            channel.config().setAutoRead(reads);
        }
    }

    /// What was kept, to be served now: reading goes on.
    @Nullable ByteBuf serve() {
        ByteBuf taken = take();
        pauseOrResume();
        return taken;
    }

    private @Nullable ByteBuf take() {
        ByteBuf taken = kept;
        kept = null;
        return taken;
    }

    /// Everything in its order: what is kept, then `in`.
    ByteBuf before(ByteBuf in) {
        ByteBuf first = take();
        if (first == null) {
            return in;
        }
        ByteBuf both = channel.alloc().ioBuffer(first.readableBytes() + in.readableBytes());
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
