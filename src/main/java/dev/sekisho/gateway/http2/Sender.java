package dev.sekisho.gateway.http2;

import dev.sekisho.gateway.http2.FrameOutput.Last;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.util.ArrayDeque;

/// What goes out on the streams of a connection, as far as the windows of the other side and the
/// socket take it. Streams that wait for either are served in turn, a frame each.
final class Sender {

    private static final int DEFAULT_WINDOW = 65_535;
    private static final long LARGEST_WINDOW = Integer.MAX_VALUE;

    /// With so much kept for the streams of a client, no more is read for those that have no
    /// window.
    private static final int MUCH_QUEUED = 64 << 10;

    /// With so much, no more is read for any.
    private static final int MOST_QUEUED = 192 << 10;

    /// Data for which the other side may say once more how much it takes.
    private static final int BYTES_PER_UPDATE_BITS = 7;

    private final StreamCarrier connection;
    private final FrameOutput output;
    private final boolean bounded;
    private final ArrayDeque<Http2Stream> waiting = new ArrayDeque<>();
    private long window = DEFAULT_WINDOW;
    private int initialWindow = DEFAULT_WINDOW;
    private int queued;
    private int allowance = 32;
    private int earning;
    private boolean worked;
    private int fullStreams;

    /// `bounded` says whether all streams together are held back by what is kept for them. Those to
    /// a pod are not, since each belongs to a client that is.
    Sender(StreamCarrier connection, FrameOutput output, boolean bounded) {
        this.connection = connection;
        this.output = output;
        this.bounded = bounded;
    }

    int initialWindow() {
        return initialWindow;
    }

    /// So many bytes more are kept. Where that gets too much, less is read.
    void queued(int bytes) {
        int before = queued;
        queued += bytes;
        if (bounded && (exceeds(MUCH_QUEUED, before) || exceeds(MOST_QUEUED, before))) {
            for (Http2Stream stream : connection.openStreams()) {
                StreamUser user = stream.user();
                if (user != null && isFull(stream)) {
                    user.holdBack();
                }
            }
        }
    }

    private boolean exceeds(int bound, int before) {
        return queued > bound && before <= bound;
    }

    /// Whether nothing more should be read for the stream.
    boolean isFull(Http2Stream stream) {
        return !connection.isWritable() || (bounded && isCrowdedFor(stream));
    }

    private boolean isCrowdedFor(Http2Stream stream) {
        return queued > MOST_QUEUED
                || (queued > MUCH_QUEUED && Math.min(window, stream.window) <= 0);
    }

    /// So many streams more wait for the other side to take more.
    void full(int streams) {
        fullStreams += streams;
    }

    /// Sends what a stream has queued, as far as it can.
    void send(Http2Stream stream) {
        head(stream);
        while (mayFrame(stream)) {
            frame(stream);
        }
        settle(stream);
    }

    /// Sends for those that have waited, in turn.
    void sendWaiting() {
        while (connection.isWritable() && window > 0 && !waiting.isEmpty()) {
            Http2Stream stream = waiting.removeFirst();
            stream.waiting = false;
            if (!stream.gone) {
                if (mayFrame(stream)) {
                    frame(stream);
                }
                settle(stream);
            }
        }
    }

    private void head(Http2Stream stream) {
        ByteBuf block = stream.head;
        if (block == null) {
            return;
        }
        stream.head = null;
        worked = true;
        boolean last = stream.ended && stream.queued == 0 && stream.trailers == null;
        output.headers(stream.id(), block, last ? Last.STREAM : Last.NO);
        if (last) {
            sent(stream);
        }
    }

    /// The socket is asked first: it may flush, and so let others, or this one, send meanwhile.
    private boolean mayFrame(Http2Stream stream) {
        return connection.isWritable()
                && !stream.gone
                && stream.queued > 0
                && stream.window > 0
                && window > 0;
    }

    private void frame(Http2Stream stream) {
        ByteBuf piece = stream.queue.getFirst();
        long most = Math.min(FrameOutput.LARGEST_PAYLOAD, Math.min(window, stream.window));
        int length = (int) Math.min(most, piece.readableBytes());
        boolean whole = length == piece.readableBytes();
        if (whole) {
            stream.queue.removeFirst();
        }
        window -= length;
        stream.window -= length;
        stream.queued -= length;
        queued -= length;
        earn(whole ? 2 : 0, length);
        worked = true;
        stream.taken += length;
        boolean last = stream.ended && stream.queued == 0 && stream.trailers == null;
        output.data(
                stream.id(),
                whole ? piece : piece.readRetainedSlice(length),
                last ? Last.STREAM : Last.NO);
        if (last) {
            sent(stream);
        }
    }

    /// What was sent explains some frames that only steer. Pieces that are cut as small as the
    /// windows of the other side are do not.
    private void earn(int frames, int bytes) {
        earning += bytes;
        allowance = Math.min(allowance + frames + (earning >> BYTES_PER_UPDATE_BITS), 4096);
        earning &= (1 << BYTES_PER_UPDATE_BITS) - 1;
    }

    /// After a turn: the end of the stream, its place among those that wait, or nothing.
    private void settle(Http2Stream stream) {
        if (stream.gone || stream.sentEnd) {
            return;
        }
        if (stream.queued > 0) {
            if (stream.window > 0 && !stream.waiting) {
                stream.waiting = true;
                waiting.addLast(stream);
            }
        } else if (stream.ended) {
            end(stream);
        }
    }

    private void end(Http2Stream stream) {
        ByteBuf block = stream.trailers;
        stream.trailers = null;
        if (block == null) {
            output.data(stream.id(), Unpooled.EMPTY_BUFFER, Last.STREAM);
        } else {
            output.headers(stream.id(), block, Last.STREAM);
        }
        sent(stream);
    }

    private void sent(Http2Stream stream) {
        stream.sentEnd = true;
        connection.sent(stream);
    }

    /// The other side takes more on all streams together. False if that is more than there can be.
    boolean widen(int bytes) {
        window += bytes;
        sendWaiting();
        return window <= LARGEST_WINDOW;
    }

    /// The other side takes more on one stream. False if that is more than there can be.
    boolean widen(Http2Stream stream, int bytes) {
        if ((long) stream.window + bytes > LARGEST_WINDOW) {
            return false;
        }
        stream.window += bytes;
        send(stream);
        return true;
    }

    /// The other side has another initial window for its streams; [#resume] sends what has room
    /// now. False if one gets too large.
    boolean resize(int size) {
        int change = size - initialWindow;
        initialWindow = size;
        for (Http2Stream stream : connection.openStreams()) {
            long next = (long) stream.window + change;
            if (next > LARGEST_WINDOW) {
                return false;
            }
            stream.window = (int) next;
        }
        return true;
    }

    /// Sends what has waited for larger windows.
    void resume() {
        for (Http2Stream stream : connection.openStreams()) {
            if (!stream.gone) {
                send(stream);
            }
        }
    }

    /// Tells those that may go on, after something was sent.
    void wake() {
        if (fullStreams > 0 && connection.isWritable()) {
            for (Http2Stream stream : connection.openStreams()) {
                wake(stream);
            }
        }
    }

    /// Tells the user of a stream that may go on.
    void wake(Http2Stream stream) {
        StreamUser user = stream.user();
        if (stream.full && stream.queued == 0 && user != null && !isFull(stream)) {
            stream.full = false;
            fullStreams--;
            user.takesMore();
        }
    }

    /// A stream was opened: some frames about it are no surprise.
    void opened() {
        allowance = Math.min(allowance + 2, 4096);
    }

    /// Something was sent that is not queued here.
    void worked() {
        worked = true;
    }

    /// Whether a frame that only steers is more than was to be expected.
    boolean isSurplus() {
        if (allowance == 0) {
            return true;
        }
        allowance--;
        return false;
    }

    /// Whether something was sent since the last call.
    boolean hasWorked() {
        boolean did = worked;
        worked = false;
        return did;
    }

    /// Gives up what was not taken in time, or too slowly.
    void giveUpStalled(long now, Http2Limits limits) {
        for (Http2Stream stream : connection.openStreams()) {
            if (stream.queued == 0 || stream.patient) {
                stream.stalledSince = Http2Stream.NOT_STALLED;
            } else if (stream.stalledSince == Http2Stream.NOT_STALLED) {
                watch(stream, now);
            } else if (now - stream.stalledSince >= limits.stallTicks()) {
                if (stream.taken < limits.stallBytes()) {
                    connection.stalled(stream);
                } else {
                    watch(stream, now);
                }
            }
        }
    }

    private static void watch(Http2Stream stream, long now) {
        stream.stalledSince = now;
        stream.taken = 0;
    }
}
