package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Frames on their way to the other side. Small ones are gathered in one buffer until `gathered`.
final class FrameOutput {

    static final int LARGEST_PAYLOAD = 16_384;

    private static final int HEADER_BYTES = 9;
    private static final int BATCH_BYTES = 4096;
    private static final int COPIED_BYTES = 1024;
    private static final int ACK = Http2Flags.ACK;

    /// A table of no size (RFC 7541 6.3).
    private static final int NO_TABLE = 0x20;

    private final ByteBufAllocator alloc;
    private final Consumer<ByteBuf> sink;
    private @Nullable ByteBuf batch;
    private boolean tableUnsaid;

    FrameOutput(ByteBufAllocator alloc, Consumer<ByteBuf> sink) {
        this.alloc = alloc;
        this.sink = sink;
    }

    /// Hands over what was gathered.
    void gathered() {
        ByteBuf open = batch;
        batch = null;
        if (open != null) {
            sink.accept(open);
        }
    }

    void drop() {
        ByteBuf open = batch;
        batch = null;
        if (open != null) {
            open.release();
        }
    }

    ByteBuf buffer(int bytes) {
        return alloc.ioBuffer(bytes);
    }

    private ByteBuf room(int bytes) {
        ByteBuf open = batch;
        if (open != null && open.writableBytes() >= bytes) {
            return open;
        }
        gathered();
        ByteBuf fresh = alloc.ioBuffer(Math.max(BATCH_BYTES, bytes));
        batch = fresh;
        return fresh;
    }

    private ByteBuf begin(byte type, int flags, int stream, int length) {
        return header(type, flags, stream, length, length);
    }

    private ByteBuf header(byte type, int flags, int stream, int length, int copied) {
        ByteBuf out = room(HEADER_BYTES + copied);
        out.writeMedium(length);
        out.writeByte(type);
        out.writeByte(flags);
        out.writeInt(stream);
        return out;
    }

    /// What a client begins with.
    void preface() {
        room(FrameInput.PREFACE.length).writeBytes(FrameInput.PREFACE);
    }

    void settings(int[] pairs) {
        ByteBuf out = begin(Http2FrameTypes.SETTINGS, 0, 0, pairs.length / 2 * 6);
        for (int i = 0; i < pairs.length; i += 2) {
            out.writeShort(pairs[i]);
            out.writeInt(pairs[i + 1]);
        }
    }

    void settingsAck() {
        begin(Http2FrameTypes.SETTINGS, ACK, 0, 0);
    }

    void ping(long data) {
        begin(Http2FrameTypes.PING, 0, 0, Long.BYTES).writeLong(data);
    }

    void pingAck(long data) {
        begin(Http2FrameTypes.PING, ACK, 0, Long.BYTES).writeLong(data);
    }

    void windowUpdate(int stream, int bytes) {
        begin(Http2FrameTypes.WINDOW_UPDATE, 0, stream, Integer.BYTES).writeInt(bytes);
    }

    void reset(int stream, Http2Error error) {
        begin(Http2FrameTypes.RST_STREAM, 0, stream, Integer.BYTES).writeInt((int) error.code());
    }

    void goAway(int lastStream, Http2Error error) {
        begin(Http2FrameTypes.GO_AWAY, 0, 0, 2 * Integer.BYTES)
                .writeInt(lastStream)
                .writeInt((int) error.code());
    }

    /// What ends with a frame.
    enum Last {
        /// The stream goes on.
        NO,
        STREAM
    }

    /// The other side keeps a table of another size for us: the next block has to say how much of
    /// it we use (RFC 9113 4.3.1).
    void tableResized() {
        tableUnsaid = true;
    }

    private ByteBuf saysTable(ByteBuf block) {
        tableUnsaid = false;
        ByteBuf longer = alloc.ioBuffer(1 + block.readableBytes());
        longer.writeByte(NO_TABLE).writeBytes(block);
        block.release();
        return longer;
    }

    /// A header block, and takes over one reference to it.
    void headers(int stream, ByteBuf fields, Last last) {
        ByteBuf block = tableUnsaid ? saysTable(fields) : fields;
        int flags = last == Last.STREAM ? Http2Flags.END_STREAM : 0;
        byte type = Http2FrameTypes.HEADERS;
        do {
            int length = Math.min(block.readableBytes(), LARGEST_PAYLOAD);
            boolean whole = length == block.readableBytes();
            begin(type, flags | (whole ? Http2Flags.END_HEADERS : 0), stream, length)
                    .writeBytes(block, length);
            type = Http2FrameTypes.CONTINUATION;
            flags = 0;
        } while (block.isReadable());
        block.release();
    }

    /// A piece of a body, not larger than a frame may be, and takes over one reference to it.
    void data(int stream, ByteBuf piece, Last last) {
        int length = piece.readableBytes();
        int flags = last == Last.STREAM ? Http2Flags.END_STREAM : 0;
        if (length <= COPIED_BYTES) {
            begin(Http2FrameTypes.DATA, flags, stream, length).writeBytes(piece);
            piece.release();
            return;
        }
        header(Http2FrameTypes.DATA, flags, stream, length, 0);
        gathered();
        sink.accept(piece);
    }
}
