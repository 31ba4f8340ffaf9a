package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Cuts what the other side sends into the preface and frames. Keeps at most one frame, copied,
/// until the rest of it has come.
final class FrameInput {

    static final int HEADER_BYTES = 9;

    static final byte[] PREFACE =
            "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);

    /// Takes what was cut.
    interface Frames {

        /// One whole frame, header included. It is released afterwards.
        void frame(ByteBuf frame);

        /// What came is not HTTP/2.
        void noPreface();

        /// A frame is larger than was agreed on.
        void tooLarge();

        /// Whether nothing more is wanted, at least for now.
        boolean isWeary();
    }

    private final ByteBufAllocator alloc;
    private final Frames frames;
    private @Nullable ByteBuf kept;
    private boolean begun;

    /// `begun` where no preface comes: a server sends none.
    FrameInput(ByteBufAllocator alloc, Frames frames, boolean begun) {
        this.alloc = alloc;
        this.frames = frames;
        this.begun = begun;
    }

    /// Whether the rest of a frame is awaited.
    boolean isInFrame() {
        return kept != null;
    }

    void drop() {
        ByteBuf dropped = kept;
        kept = null;
        if (dropped != null) {
            dropped.release();
        }
    }

    /// Takes all of `in` for which nobody is weary.
    void receive(ByteBuf in) {
        while (in.isReadable() && !frames.isWeary()) {
            if (kept == null) {
                fresh(in);
            } else {
                rest(kept, in);
            }
        }
    }

    private void fresh(ByteBuf in) {
        int needed = needed(in);
        if (needed < 0) {
            frames.tooLarge();
        } else if (in.readableBytes() >= needed) {
            whole(in.readSlice(needed));
        } else {
            kept = alloc.ioBuffer(needed).writeBytes(in);
            misfit(kept);
        }
    }

    private void rest(ByteBuf part, ByteBuf in) {
        int needed = needed(part);
        if (needed < 0) {
            frames.tooLarge();
            return;
        }
        int missing = needed - part.readableBytes();
        part.writeBytes(in, Math.min(missing, in.readableBytes()));
        if (part.readableBytes() < needed || needed(part) != needed) {
            misfit(part);
            return;
        }
        kept = null;
        try {
            whole(part);
        } finally {
            part.release();
        }
    }

    /// The bytes that are needed to go on, or -1 if they would be too many.
    private int needed(ByteBuf in) {
        if (!begun) {
            return PREFACE.length;
        }
        if (in.readableBytes() < HEADER_BYTES) {
            return HEADER_BYTES;
        }
        int payload = in.getUnsignedMedium(in.readerIndex());
        return payload > FrameOutput.LARGEST_PAYLOAD ? -1 : HEADER_BYTES + payload;
    }

    private void whole(ByteBuf bytes) {
        if (begun) {
            frames.frame(bytes);
        } else if (!misfit(bytes)) {
            begun = true;
        }
    }

    /// Whether this cannot become a preface where one is awaited.
    private boolean misfit(ByteBuf in) {
        if (begun) {
            return false;
        }
        int start = in.readerIndex();
        for (int i = 0; i < in.readableBytes(); i++) {
            if (in.getByte(start + i) != PREFACE[i]) {
                frames.noPreface();
                return true;
            }
        }
        return false;
    }
}
