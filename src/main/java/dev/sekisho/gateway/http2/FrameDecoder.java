package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.DefaultHttp2FrameReader;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;

/// What comes on a connection, as calls of `FrameRules`. Netty reads frames and header blocks.
final class FrameDecoder implements FrameInput.Frames {

    private static final int ID_BITS = Integer.MAX_VALUE;

    private final StreamCarrier carrier;
    private final FrameRules rules;
    private final ChannelHandlerContext context;
    private final FrameInput input;
    private final DefaultHttp2FrameReader reader;
    private final HeaderBlocks blocks = new HeaderBlocks();
    private boolean settled;
    private boolean moved;

    /// `preface` says whether one comes before the frames.
    FrameDecoder(
            StreamCarrier carrier,
            FrameRules rules,
            ChannelHandlerContext context,
            HeaderDecoder headers,
            boolean preface) {
        this.carrier = carrier;
        this.rules = rules;
        this.context = context;
        this.input = new FrameInput(context.alloc(), this, !preface);
        this.reader = new DefaultHttp2FrameReader(headers);
    }

    /// Takes what was read as far as the connection is not weary of it.
    void receive(ByteBuf in) {
        input.receive(in);
    }

    /// Whether the rest of a frame, of a header block, or the first frame is awaited.
    boolean isOwed() {
        return input.isInFrame() || blocks.isOpen() || !settled;
    }

    /// Whether a frame has come whole since this was asked last, and no header block is open: those
    /// have to come whole in their time.
    boolean hasMoved() {
        boolean did = moved && !blocks.isOpen();
        moved = false;
        return did;
    }

    void drop() {
        input.drop();
        reader.close();
    }

    @Override
    public void frame(ByteBuf frame) {
        moved = true;
        int type = frame.getByte(frame.readerIndex() + 3);
        int flags = frame.getByte(frame.readerIndex() + 4);
        if (!settled) {
            settled = type == Http2FrameTypes.SETTINGS && (flags & Http2Flags.ACK) == 0;
            if (!settled) {
                carrier.fail(Http2Error.PROTOCOL_ERROR);
                return;
            }
        }
        if (blocks.isWasteful(type, flags, frame.readableBytes() - FrameInput.HEADER_BYTES)) {
            carrier.odd(Oddity.SMALL_CONTINUATION);
        }
        if (carrier.isOver()) {
            return;
        }
        int stream = frame.getInt(frame.readerIndex() + 5) & ID_BITS;
        try {
            reader.readFrame(context, frame, rules);
        } catch (Http2Exception fault) {
            faulted(fault, stream);
        }
    }

    private void faulted(Http2Exception fault, int stream) {
        if (fault instanceof Http2Exception.HeaderListSizeException) {
            rules.tooLarge(stream, blocks.endsStream());
        } else if (Http2Exception.isStreamError(fault)) {
            rules.faulty(stream, fault.error());
        } else {
            carrier.fail(fault.error());
        }
    }

    @Override
    public void noPreface() {
        carrier.fail(Http2Error.PROTOCOL_ERROR);
    }

    @Override
    public void tooLarge() {
        carrier.fail(Http2Error.FRAME_SIZE_ERROR);
    }

    @Override
    public boolean isWeary() {
        return carrier.isWeary();
    }
}
