package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.ChunkScanner;
import dev.sekisho.gateway.http1.ChunkScanner.Delivery;
import dev.sekisho.gateway.http1.ChunkSink;
import dev.sekisho.gateway.http1.HeadLimits;
import dev.sekisho.gateway.http1.Progress;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The body of a request on its way up: checked, kept until there is a connection, then passed on.
final class RequestBody implements ChunkSink {

    private final ArrayDeque<ByteBuf> queued = new ArrayDeque<>(4);
    private @Nullable ChunkScanner scanner;
    private @Nullable UpstreamConnection target;
    private HeadLimits limits = HeadLimits.DEFAULT;
    private boolean chunked;
    private boolean complete = true;
    private boolean sent;
    private long remaining;
    private long limit;
    private long received;
    private @Nullable RequestRule rule;

    /// Forgets the body before.
    void clear() {
        stop();
        complete = true;
        sent = false;
        received = 0;
        rule = null;
    }

    /// Begins the body that `head` announces; `limit` 0 means none.
    void start(RequestHead head, long limit) {
        this.limit = limit;
        rule = null;
        sent = false;
        received = 0;
        chunked = head.isChunked();
        limits = head.limits();
        remaining = Math.max(0, head.contentLength());
        complete = !head.hasBody();
        if (chunked) {
            scanner().start(Delivery.FRAMED);
        }
        if (limit > 0 && remaining > limit) {
            rule = RequestRule.BODY_TOO_LARGE;
        }
    }

    private ChunkScanner scanner() {
        ChunkScanner used = scanner;
        if (used == null) {
            used = new ChunkScanner(limits);
            scanner = used;
        }
        return used;
    }

    /// Takes what belongs to the body; what follows it is left. `rule()` tells if it is refused.
    void receive(ByteBuf in) {
        int before = in.readableBytes();
        if (chunked) {
            Progress progress = scanner().scan(in, this);
            complete = progress == Progress.COMPLETE;
            if (progress == Progress.REFUSED) {
                rule = scanner().rule();
            } else if (limit > 0 && scanner().total() > limit) {
                rule = RequestRule.BODY_TOO_LARGE;
            }
        } else {
            int taken = (int) Math.min(remaining, before);
            remaining -= taken;
            complete = remaining == 0;
            piece(in.readRetainedSlice(taken));
        }
        received += before - in.readableBytes();
    }

    @Override
    public void piece(ByteBuf piece) {
        UpstreamConnection open = target;
        if (open == null) {
            queued.addLast(piece);
            return;
        }
        sent = true;
        open.write(piece);
    }

    /// Sends what is queued, and from now on everything, to `connection`.
    void sendTo(UpstreamConnection connection) {
        target = connection;
        for (ByteBuf piece = queued.pollFirst(); piece != null; piece = queued.pollFirst()) {
            sent = true;
            connection.write(piece);
        }
    }

    /// Nothing more is sent; what is left is dropped.
    void stop() {
        target = null;
        for (ByteBuf piece = queued.pollFirst(); piece != null; piece = queued.pollFirst()) {
            piece.release();
        }
    }

    /// Back to waiting for a connection, after one failed.
    void detach() {
        target = null;
    }

    boolean isComplete() {
        return complete;
    }

    /// Whether a byte of it has been written to a pod, after which it cannot be sent again.
    boolean isSent() {
        return sent;
    }

    boolean isWaiting() {
        return target == null;
    }

    long received() {
        return received;
    }

    @Nullable RequestRule rule() {
        return rule;
    }
}
