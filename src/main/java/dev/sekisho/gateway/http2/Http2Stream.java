package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One request and its response on an HTTP/2 connection, as whoever serves or makes it sees them.
/// What is queued goes to the other side of the connection: a client, or a pod.
public sealed class Http2Stream permits PodStream {

    static final long NOT_STALLED = -1;

    private static final int SMALL_BYTES = 512;
    private static final int GATHERED_BYTES = 4096;

    private final StreamCarrier connection;
    private final int id;
    final long opened;
    final ArrayDeque<ByteBuf> queue = new ArrayDeque<>(2);
    final ReceivedBody body;

    /// The last of the queue, where it holds small pieces.
    private @Nullable ByteBuf gathered;

    @Nullable ByteBuf head;
    @Nullable ByteBuf trailers;
    int headBytes;
    int queued;
    int window;
    boolean ended;
    boolean sentEnd;
    boolean gone;
    boolean waiting;
    boolean full;
    boolean patient;
    long stalledSince = NOT_STALLED;
    long taken;
    private @Nullable StreamUser user;

    Http2Stream(StreamCarrier connection, int id, ReceivedBody body) {
        this.connection = connection;
        this.id = id;
        this.body = body;
        this.opened = connection.now();
        this.window = connection.sender().initialWindow();
    }

    public int id() {
        return id;
    }

    /// From now on `served` hears of what happens.
    public void servedBy(StreamUser served) {
        user = served;
    }

    /// Whoever serves it sees to it that what is queued is not waited for too long.
    public void waitsAsLongAsItsUser() {
        patient = true;
    }

    /// Nobody serves it any longer; what is written still goes out, what comes is dropped.
    public void unserved() {
        user = null;
        body.resume();
    }

    @Nullable StreamUser user() {
        return user;
    }

    /// Lets the client send no more of the body than it may already.
    public void pauseBody() {
        body.pause();
    }

    public void resumeBody() {
        body.resume();
    }

    /// Whether the client may send more of the body, and has not yet.
    public boolean awaitsBody() {
        return body.isOpen() && !body.isPaused();
    }

    /// Whether a tunnel was asked for, so that the body is what goes through it, without framing.
    public boolean isTunnel() {
        return body.isTunnelled();
    }

    public boolean isBodyPaused() {
        return body.isPaused();
    }

    /// Whether it was not said how long the body is.
    public boolean isBodyChunked() {
        return body.isChunked();
    }

    /// Whether the client sends no more.
    public boolean isBodyEnded() {
        return !body.isOpen();
    }

    /// What waits to be sent.
    public int queuedBytes() {
        return queued;
    }

    /// Sends the block of an interim response, and takes over one reference to it.
    public void interim(ByteBuf block) {
        if (gone) {
            block.release();
        } else {
            connection.output().headers(id, block, FrameOutput.Last.NO);
        }
    }

    /// Queues the block of the head, and takes over one reference to it.
    public void head(ByteBuf block) {
        if (gone) {
            block.release();
        } else {
            head = block;
        }
    }

    /// Queues a piece of the body, and takes over one reference to it.
    public void data(ByteBuf piece) {
        if (gone || !piece.isReadable()) {
            piece.release();
            return;
        }
        int bytes = piece.readableBytes();
        queued += bytes;
        if (!isSmall(piece) || queue.isEmpty()) {
            gathered = null;
            queue.addLast(piece);
        } else {
            gather(piece);
        }
        connection.sender().queued(bytes);
    }

    /// Whether a piece that waits is better copied: it would keep the whole of what was read with
    /// it.
    public static boolean isSmall(ByteBuf piece) {
        return piece.readableBytes() <= SMALL_BYTES;
    }

    /// Small pieces that wait share a buffer.
    private void gather(ByteBuf piece) {
        ByteBuf last = gathered;
        if (last == null || !last.isWritable(piece.readableBytes())) {
            last = connection.output().buffer(GATHERED_BYTES);
            queue.addLast(last);
            gathered = last;
        }
        last.writeBytes(piece);
        piece.release();
    }

    /// Queues the block of the trailers, and takes over one reference to it.
    public void trailers(ByteBuf block) {
        if (gone || trailers != null) {
            block.release();
        } else {
            trailers = block;
        }
    }

    /// What was queued is whole.
    public void end() {
        ended = true;
    }

    /// Sends as much as the other side takes.
    public void send() {
        if (!gone) {
            connection.sender().send(this);
        }
    }

    /// Whether the other side takes less than it is sent. Its user hears when it takes more.
    public boolean isFull() {
        if (gone) {
            return false;
        }
        // A head alone can wait: it may turn out to be all there is.
        if (queued > 0) {
            send();
        }
        if (!gone && !full && (queued > 0 || connection.sender().isFull(this))) {
            full = true;
            connection.sender().full(1);
        }
        return full;
    }

    /// Ends it in the middle.
    public void reset(Http2Error error) {
        if (!gone) {
            connection.resetByUs(this, error);
        }
    }

    /// Forgets what is queued.
    void drop() {
        gone = true;
        if (full) {
            full = false;
            connection.sender().full(-1);
        }
        connection.sender().queued(-queued);
        queued = 0;
        gathered = null;
        release(head);
        release(trailers);
        head = null;
        trailers = null;
        for (ByteBuf piece = queue.pollFirst(); piece != null; piece = queue.pollFirst()) {
            piece.release();
        }
    }

    private static void release(@Nullable ByteBuf buffer) {
        if (buffer != null) {
            buffer.release();
        }
    }
}
