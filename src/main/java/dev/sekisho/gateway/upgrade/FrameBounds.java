package dev.sekisho.gateway.upgrade;

import io.netty.buffer.ByteBuf;

/// Follows one direction of a WebSocket just far enough to know where a frame ends, because only
/// there another can be put in (RFC 6455 5.2). Payloads are skipped, nothing is checked.
public final class FrameBounds {

    private static final int CLOSE = 8;
    private static final int OPCODE = 0x0f;
    private static final int MASKED = 0x80;
    private static final int LENGTH = 0x7f;
    private static final int SHORT_LENGTH = 126;
    private static final int LONG_LENGTH = 127;
    private static final int MASK_BYTES = 4;

    /// What comes next.
    private enum Part {
        FIRST,
        SECOND,
        LENGTH,
        PAYLOAD
    }

    private Part next = Part.FIRST;
    private int lengthBytes;
    private int mask;
    private long payload;
    private boolean closed;

    /// Takes note of all that can be read from `in`, and leaves it there.
    public void pass(ByteBuf in) {
        int at = in.readerIndex();
        int end = in.writerIndex();
        while (at < end && !closed) {
            if (next == Part.PAYLOAD) {
                int skipped = (int) Math.min(payload, end - at);
                payload -= skipped;
                at += skipped;
                endFrame();
            } else {
                header(in.getUnsignedByte(at++));
            }
        }
    }

    private void header(int octet) {
        switch (next) {
            case FIRST -> {
                closed = (octet & OPCODE) == CLOSE;
                next = Part.SECOND;
            }
            case SECOND -> second(octet);
            case LENGTH -> {
                payload = (payload << Byte.SIZE) | octet;
                if (--lengthBytes == 0) {
                    beginPayload();
                }
            }
            case PAYLOAD -> {}
        }
    }

    private void second(int octet) {
        mask = (octet & MASKED) == 0 ? 0 : MASK_BYTES;
        payload = octet & LENGTH;
        lengthBytes =
                switch ((int) payload) {
                    case SHORT_LENGTH -> Short.BYTES;
                    case LONG_LENGTH -> Long.BYTES;
                    default -> 0;
                };
        if (lengthBytes == 0) {
            beginPayload();
        } else {
            payload = 0;
            next = Part.LENGTH;
        }
    }

    private void beginPayload() {
        payload += mask;
        closed |= payload < 0;
        next = Part.PAYLOAD;
        endFrame();
    }

    private void endFrame() {
        if (payload == 0) {
            next = Part.FIRST;
        }
    }

    /// Whether a frame may be put in here: the last one is whole, and it was not the one that says
    /// that no other follows.
    public boolean isBetweenFrames() {
        return next == Part.FIRST && !closed;
    }
}
