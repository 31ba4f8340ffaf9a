package dev.sekisho.gateway;

import dev.sekisho.gateway.body.Shortage;
import dev.sekisho.gateway.body.StoredBody;
import dev.sekisho.gateway.http1.ChunkFraming;
import dev.sekisho.gateway.http1.ChunkScanner;
import dev.sekisho.gateway.http1.ChunkScanner.Delivery;
import dev.sekisho.gateway.http1.ChunkSink;
import dev.sekisho.gateway.http1.HeadLimits;
import dev.sekisho.gateway.http1.Progress;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.upstream.UpstreamLink;
import io.netty.buffer.ByteBuf;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// The body of a request on its way up: checked, kept until there is a connection, then passed on.
///
/// A stored body is kept whole before it is passed on, and can be passed on again. Chunks then lose
/// their framing: the pod is told the length.
final class RequestBody implements ChunkSink, StoredBody.Outlet {

    private static final int ROOM_BYTES = 64 << 10;
    private static final int ROOM_PIECES = 64;

    private final Exchange exchange;
    private final ArrayDeque<ByteBuf> queued = new ArrayDeque<>(4);
    private final SentPieces sentPieces = new SentPieces();
    private @Nullable ChunkScanner scanner;
    private @Nullable UpstreamLink target;
    private HeadLimits limits = HeadLimits.DEFAULT;
    private @Nullable StoredBody store;
    private StoredBody.@Nullable Replay replay;
    private @Nullable ByteBuf trailers;
    private boolean unframed;
    private boolean chunked;
    private boolean complete = true;
    private boolean sent;
    private long remaining;
    private long limit;
    private long received;
    private int queuedBytes;
    private @Nullable RequestRule rule;

    RequestBody(Exchange exchange) {
        this.exchange = exchange;
    }

    /// Forgets the body before.
    void clear() {
        stop();
        complete = true;
        sent = false;
        received = 0;
        rule = null;
    }

    /// Begins the body that `head` announces; `limit` 0 means none. `unframed` holds where pods
    /// take it without the framing of HTTP/1.1.
    void start(RequestHead head, long limit, boolean unframed) {
        this.limit = limit;
        this.unframed = unframed;
        rule = null;
        sent = false;
        received = 0;
        chunked = head.isChunked();
        limits = head.limits();
        remaining = Math.max(0, head.contentLength());
        complete = !head.hasBody();
        if (chunked) {
            scanner().start(unframed ? Delivery.DATA : Delivery.FRAMED);
        }
        if (limit > 0 && remaining > limit) {
            rule = RequestRule.BODY_TOO_LARGE;
        }
    }

    /// Keeps the body that has begun whole.
    void keepIn(StoredBody whole) {
        store = whole;
        if (chunked) {
            scanner().start(Delivery.DATA);
        }
        if (rule == null && !whole.fits(remaining)) {
            rule = RequestRule.BODY_NOT_BUFFERED;
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
        if (rule == null && store != null && store.shortage() == Shortage.ROOM) {
            rule = RequestRule.BODY_NOT_BUFFERED;
        }
        endUnframed();
    }

    /// Takes a piece of a body that is announced as chunks but comes without their framing, which
    /// pods of HTTP/1.1 get all the same. Does not take over a reference.
    void receiveData(ByteBuf data, boolean last) {
        int bytes = data.readableBytes();
        received += bytes;
        if (limit > 0 && received > limit) {
            rule = RequestRule.BODY_TOO_LARGE;
            return;
        }
        complete = last;
        if (!unframed && store == null) {
            ChunkFraming.write(data, last, this);
        } else if (bytes > 0) {
            piece(data.readRetainedSlice(bytes));
        }
        if (store != null && store.shortage() == Shortage.ROOM) {
            rule = RequestRule.BODY_NOT_BUFFERED;
        }
        endUnframed();
    }

    /// Tells a pod that takes the body without framing where it ends.
    private void endWhole() {
        UpstreamLink open = target;
        if (open == null || rule != null || !isPassedOn()) {
            return;
        }
        if (trailers != null) {
            open.trailers(trailers.retainedDuplicate());
        }
        open.requestEnded();
    }

    /// A stored body has none: it is told by its length.
    @Override
    public void trailers(ByteBuf section) {
        if (store == null && trailers == null) {
            trailers = section;
        } else {
            section.release();
        }
    }

    @Override
    public void piece(ByteBuf piece) {
        UpstreamLink open = target;
        if (store != null) {
            store.add(piece);
            return;
        }
        if (open == null) {
            queuedBytes += piece.readableBytes();
            queued.addLast(piece);
            return;
        }
        pass(open, piece);
    }

    /// Sends what is queued, and from now on everything, to `connection`.
    void sendTo(UpstreamLink connection) {
        target = connection;
        queuedBytes = 0;
        if (store != null) {
            sent = true;
            replay = store.replay(this);
            replay.next();
            endUnframed();
            return;
        }
        for (ByteBuf piece = queued.pollFirst(); piece != null; piece = queued.pollFirst()) {
            pass(connection, piece);
        }
        endUnframed();
    }

    private void endUnframed() {
        if (unframed) {
            endWhole();
        }
    }

    private void pass(UpstreamLink open, ByteBuf piece) {
        sent = true;
        if (unframed) {
            sentPieces.add(piece);
        }
        open.write(piece);
    }

    /// The connection can be written to: lets more of a stored body come.
    void sendMore() {
        if (replay != null) {
            replay.next();
        }
    }

    @Override
    @SuppressWarnings("ReferenceEquality") // It is about the very link.
    public void bodyBlock(ByteBuf block) {
        UpstreamLink open = target;
        StoredBody.Replay current = replay;
        if (open == null || current == null) {
            block.release();
            return;
        }
        open.write(block);
        endUnframed();
        exchange.forwarding().bodySent();
        exchange.forwarding().flush();
        if (target == open && open.isWritable()) {
            current.next();
        }
    }

    @Override
    public void bodyLost() {
        exchange.bodyLost();
    }

    /// The pod answers: it will not be sent to another.
    void answered() {
        if (unframed) {
            sentPieces.giveUp();
        }
    }

    /// Nothing more is sent; what is left is dropped.
    void stop() {
        detach();
        sentPieces.drop();
        if (trailers != null) {
            trailers.release();
            trailers = null;
        }
        queuedBytes = 0;
        if (store != null) {
            store.close();
            store = null;
        }
        for (ByteBuf piece = queued.pollFirst(); piece != null; piece = queued.pollFirst()) {
            piece.release();
        }
    }

    /// Back to waiting for a connection, after one failed.
    void detach() {
        target = null;
        if (sentPieces.isWhole() && unframed && store == null) {
            queuedBytes += sentPieces.moveTo(queued);
            sent = false;
        }
        if (replay != null) {
            replay.cancel();
            replay = null;
        }
    }

    boolean isComplete() {
        return complete;
    }

    /// Whether the pod was given all of it.
    boolean isPassedOn() {
        return store == null ? complete : replay != null && replay.isOver();
    }

    /// Whether it can be sent to another pod: nothing of it was sent yet, or all of it is kept.
    boolean canReplay() {
        return !sent || store != null || (unframed && sentPieces.isWhole());
    }

    /// Whether a byte of it was handed to a pod.
    boolean isSent() {
        return sent;
    }

    boolean isStored() {
        return store != null;
    }

    /// Whether more may be read although it cannot be sent on yet. Reading on shows whether the
    /// client is still there.
    boolean hasRoom() {
        return target == null
                && store == null
                && queuedBytes < ROOM_BYTES
                && queued.size() < ROOM_PIECES;
    }

    /// What a pod is told about the length of a stored body.
    long storedBytes() {
        return store == null ? 0 : store.length();
    }

    long received() {
        return received;
    }

    @Nullable RequestRule rule() {
        return rule;
    }
}
