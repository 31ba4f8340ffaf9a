package dev.sekisho.gateway.http2;

import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameTypes;

/// Where in a header block the client is, by the headers of its frames.
final class HeaderBlocks {

    private static final int SMALL_BYTES = 256;
    private static final int MOST_SMALL = 4;

    private int small;
    private boolean open;
    private boolean ends;

    /// Notes a frame. Whether it is one of many small pieces, which cost us more than the client.
    boolean isWasteful(int type, int flags, int bytes) {
        boolean first = type == Http2FrameTypes.HEADERS;
        if (first) {
            ends = (flags & Http2Flags.END_STREAM) != 0;
        } else if (type != Http2FrameTypes.CONTINUATION) {
            return false;
        }
        open = (flags & Http2Flags.END_HEADERS) == 0;
        return !first && open && bytes < SMALL_BYTES && ++small > MOST_SMALL;
    }

    /// Whether the rest of a block is awaited.
    boolean isOpen() {
        return open;
    }

    /// Whether the last block ends its stream.
    boolean endsStream() {
        return ends;
    }
}
