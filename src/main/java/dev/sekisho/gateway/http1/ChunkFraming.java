package dev.sekisho.gateway.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;

/// Makes chunks of bytes that came without them (RFC 9112 7.1).
public final class ChunkFraming {

    private static final int LONGEST_LINE = 10;
    private static final byte[] END = ascii("\r\n");
    private static final byte[] LAST = ascii("0\r\n\r\n");
    private static final byte[] END_AND_LAST = ascii("\r\n0\r\n\r\n");

    private ChunkFraming() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Hands what is to be read of `data` to `sink` as a chunk, and the last chunk if it is the
    /// end. Takes over no reference.
    public static void write(ByteBuf data, boolean last, ChunkSink sink) {
        int bytes = data.readableBytes();
        if (bytes > 0) {
            ByteBuf line = data.alloc().ioBuffer(LONGEST_LINE);
            line.writeCharSequence(Integer.toHexString(bytes), StandardCharsets.US_ASCII);
            line.writeBytes(END);
            sink.piece(line);
            sink.piece(data.readRetainedSlice(bytes));
            sink.piece(Unpooled.wrappedBuffer(last ? END_AND_LAST : END));
        } else if (last) {
            sink.piece(Unpooled.wrappedBuffer(LAST));
        }
    }
}
