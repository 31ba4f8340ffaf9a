package dev.sekisho.gateway.proxyprotocol;

import dev.sekisho.gateway.proxyprotocol.ProxyHeaderReading.Malformed;
import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;

/// Tells the versions apart by their first bytes (PROXY protocol §2).
final class ProxyHeaderReader {

    private static final byte[] TEXT = "PROXY ".getBytes(StandardCharsets.US_ASCII);
    static final byte[] BINARY = {
        0x0D, 0x0A, 0x0D, 0x0A, 0x00, 0x0D, 0x0A, 0x51, 0x55, 0x49, 0x54, 0x0A
    };

    private ProxyHeaderReader() {}

    /// Reads the header that `in` begins with, and leaves the reader index where it is.
    static ProxyHeaderReading read(ByteBuf in) {
        if (agrees(in, BINARY)) {
            return in.readableBytes() < BINARY.length
                    ? ProxyHeaderReading.MORE
                    : BinaryHeader.read(in);
        }
        if (agrees(in, TEXT)) {
            return in.readableBytes() < TEXT.length ? ProxyHeaderReading.MORE : TextHeader.read(in);
        }
        return new Malformed("a header of the PROXY protocol, version 1 or 2");
    }

    /// Whether `in` begins like `start`, as far as it goes.
    private static boolean agrees(ByteBuf in, byte[] start) {
        int common = Math.min(in.readableBytes(), start.length);
        for (int i = 0; i < common; i++) {
            if (in.getByte(in.readerIndex() + i) != start[i]) {
                return false;
            }
        }
        return true;
    }
}
