package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// The body that comes on one stream: its length against what was announced, and what of the
/// windows is not given back yet.
final class ReceivedBody {

    private final @Nullable ReceiveWindow connection;
    private final ReceiveWindow own;
    private long announced;
    private long received;
    private int held;
    private boolean open;
    private boolean paused;
    private boolean tunnelled;

    /// `connection` is null where the window of all streams is not held back by one. `announced` is
    /// -1 where the body has no announced length.
    ReceivedBody(
            @Nullable ReceiveWindow connection, ReceiveWindow own, long announced, boolean open) {
        this.connection = connection;
        this.own = own;
        this.announced = announced;
        this.open = open;
    }

    /// The head of a response has said how long it is; -1 if it has not.
    void announce(long length) {
        announced = length;
    }

    /// It is what goes through a tunnel.
    void tunnelled() {
        tunnelled = true;
    }

    boolean isTunnelled() {
        return tunnelled;
    }

    /// Whether the other side has not ended it.
    boolean isOpen() {
        return open;
    }

    boolean isPaused() {
        return paused;
    }

    boolean isChunked() {
        return announced < 0;
    }

    /// Whether the window of all streams is given back only as this body goes on.
    boolean holdsConnection() {
        return connection != null;
    }

    /// Whether `bytes` of a frame are more than the other side may send.
    boolean exceedsWindow(int bytes) {
        return !own.takes(bytes);
    }

    /// Counts a frame: `bytes` of its window are in use until the body goes on.
    void came(int bytes, int data) {
        held += bytes;
        received += data;
    }

    void ended() {
        open = false;
    }

    /// Whether the length is not, or can no longer become, the announced one.
    boolean isWrongLength() {
        return announced >= 0 && (received > announced || (!open && received != announced));
    }

    void pause() {
        paused = true;
    }

    void resume() {
        paused = false;
        giveBack();
    }

    /// Lets the other side send as much as was taken, unless the body is paused.
    void giveBack() {
        if (paused || held == 0) {
            return;
        }
        int bytes = held;
        held = 0;
        if (connection != null) {
            connection.giveBack(bytes);
        }
        if (open) {
            own.giveBack(bytes);
        }
    }

    /// Hands a piece to the user of the stream.
    void pass(Http2Stream stream, ByteBuf data) {
        StreamUser user = stream.user();
        if (tunnelled) {
            tunnel(stream, data);
        } else if (!isChunked()) {
            if (data.isReadable()) {
                give(stream, data.readRetainedSlice(data.readableBytes()));
            }
        } else if (user != null && (data.isReadable() || !open)) {
            user.requestData(data, !open);
        }
    }

    private void tunnel(Http2Stream stream, ByteBuf data) {
        if (data.isReadable()) {
            give(stream, data.readRetainedSlice(data.readableBytes()));
        }
        StreamUser user = stream.user();
        if (!open && user != null) {
            user.requestEnded();
        }
    }

    /// Hands over bytes as they are, and one reference to them.
    static void give(Http2Stream stream, ByteBuf bytes) {
        StreamUser user = stream.user();
        try {
            if (user != null) {
                user.requestBody(bytes);
            }
        } finally {
            bytes.release();
        }
    }
}
