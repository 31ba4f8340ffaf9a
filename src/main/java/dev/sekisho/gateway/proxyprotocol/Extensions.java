package dev.sekisho.gateway.proxyprotocol;

import io.netty.buffer.ByteBuf;
import java.nio.charset.StandardCharsets;
import java.util.zip.CRC32C;
import org.jspecify.annotations.Nullable;

/// The type-length-value part of a version 2 header (PROXY protocol §2.2.1 to 2.2.7), as far as it
/// is used: what is not known is passed over.
record Extensions(@Nullable String tls, @Nullable String authority) {

    static final int AUTHORITY = 0x02;
    private static final int CHECKSUM = 0x03;
    static final int SSL = 0x20;
    private static final int CLIENT_TLS_BIT = 0x01;
    private static final int CHECKSUM_OCTETS = 4;
    private static final int LONGEST_NAME = 255;

    /// Those of a whole header, from an index on; null if they are cut off or the checksum is
    /// wrong.
    static @Nullable Extensions read(ByteBuf header, int from) {
        String tls = null;
        String authority = null;
        int at = from;
        while (at < header.capacity()) {
            int value = at + 3;
            int next = value > header.capacity() ? -1 : value + header.getUnsignedShort(at + 1);
            if (next < 0 || next > header.capacity()) {
                return null;
            }
            switch (header.getUnsignedByte(at)) {
                case AUTHORITY -> authority = name(header, value, next);
                case SSL -> tls = header.toString(value, next - value, StandardCharsets.ISO_8859_1);
                case CHECKSUM -> {
                    if (!hasChecksum(header, value, next)) {
                        return null;
                    }
                }
                default -> {}
            }
            at = next;
        }
        return new Extensions(tls, authority);
    }

    /// Whether the proxy says that the client came to it over TLS.
    boolean isOverTls() {
        return tls != null && !tls.isEmpty() && (tls.charAt(0) & CLIENT_TLS_BIT) != 0;
    }

    private static @Nullable String name(ByteBuf header, int start, int end) {
        return end - start > LONGEST_NAME
                ? null
                : header.toString(start, end - start, StandardCharsets.UTF_8);
    }

    /// The checksum is that of the header with zeros in its own place.
    private static boolean hasChecksum(ByteBuf header, int start, int end) {
        if (end - start != CHECKSUM_OCTETS) {
            return false;
        }
        byte[] octets = new byte[header.capacity()];
        header.getBytes(0, octets);
        for (int i = start; i < end; i++) {
            octets[i] = 0;
        }
        CRC32C sum = new CRC32C();
        sum.update(octets);
        return sum.getValue() == header.getUnsignedInt(start);
    }
}
