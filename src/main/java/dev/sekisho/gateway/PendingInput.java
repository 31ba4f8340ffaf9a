package dev.sekisho.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// What a client sent ahead: requests that wait for the one before.
///
/// Bounded: with so much kept, nothing more is read. A little is, because the end of a connection
/// comes after all that was sent on it, and is to be noticed. Nor is anything read while a body
/// cannot be sent on.
final class PendingInput {

    /// What is read ahead. One more read may come on top.
    static final int AHEAD_BYTES = 64 << 10;

    /// Where a client that has ended its side is read to its end, there may be more.
    private static final int MOST_BYTES = 1 << 20;

    private final Channel channel;
    private @Nullable ByteBuf kept;
    private boolean held;

    PendingInput(Channel channel) {
        this.channel = channel;
    }

    boolean isEmpty() {
        return kept == null;
    }

    /// Whether the client has sent more ahead than a connection may hold.
    boolean isTooMuch() {
        return kept != null && kept.readableBytes() > MOST_BYTES;
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
        boolean full = kept != null && kept.readableBytes() >= AHEAD_BYTES;
        boolean reads = !full && !held;
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
        ByteBuf both = roomy(first, in.readableBytes());
        both.writeBytes(in);
        in.release();
        return both;
    }

    /// Grows by doubling: many small reads cost as much as a few large ones.
    private ByteBuf roomy(ByteBuf first, int more) {
        int size = first.readableBytes();
        if (first.writableBytes() >= more) {
            return first;
        }
        ByteBuf larger = channel.alloc().ioBuffer(Math.max(2 * size, size + more));
        larger.writeBytes(first);
        first.release();
        return larger;
    }

    void drop() {
        ByteBuf dropped = take();
        if (dropped != null) {
            dropped.release();
        }
    }
}
