package dev.sekisho.gateway;

import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/// What goes to a client, and whether the client takes it.
@SuppressWarnings("FutureReturnValueIgnored") // A failed write comes back as an exception caught.
final class Outflow {

    private final Channel channel;
    private boolean dirty;
    private long unsentSeen;
    private long unsentFirst;

    Outflow(Channel channel) {
        this.channel = channel;
    }

    Channel channel() {
        return channel;
    }

    /// Queues bytes, and takes over one reference to them.
    void write(ByteBuf out) {
        dirty = true;
        unsentSeen += out.readableBytes();
        channel.write(out, channel.voidPromise());
    }

    void flush() {
        if (dirty) {
            dirty = false;
            channel.flush();
        }
    }

    /// Whether more is queued than should be, even after a flush.
    boolean isFull() {
        if (!channel.isWritable()) {
            flush();
        }
        return !channel.isWritable();
    }

    /// What is written and has not left.
    long unsentBytes() {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
    }

    /// Begins to watch whether the client takes anything.
    void watch() {
        unsentSeen = unsentBytes();
        unsentFirst = 0;
    }

    /// Begins to watch how much the client takes, too.
    void measure() {
        watch();
        unsentFirst = unsentBytes();
    }

    /// What has left since `measure`, as long as nothing was written.
    long taken() {
        return unsentFirst - unsentBytes();
    }

    /// Whether there is something left to send, and some was taken since the last look.
    boolean advances() {
        long unsent = unsentBytes();
        if (unsent == 0 || unsent >= unsentSeen) {
            return false;
        }
        unsentSeen = unsent;
        return true;
    }
}
