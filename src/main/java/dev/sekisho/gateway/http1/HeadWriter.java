package dev.sekisho.gateway.http1;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;

/// Scratch in which a head is put together before it is copied into a buffer once.
///
/// One of each event loop; holds nothing between two heads.
public final class HeadWriter {

    private static final byte[] HEX = Octets.ascii("0123456789abcdef");
    private static final int KEPT_BYTES = 32 << 10;

    private byte[] bytes = new byte[4096];
    private int length;

    public void clear() {
        length = 0;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[4096];
        }
    }

    public int length() {
        return length;
    }

    /// Where the head is, from 0 to `length()`, until the next one is begun.
    public byte[] bytes() {
        return bytes;
    }

    /// Where the first line ends, its CR LF included.
    public int lineEnd() {
        int at = 0;
        while (at < length && bytes[at] != '\n') {
            at++;
        }
        return Math.min(at + 1, length);
    }

    public void put(byte[] source) {
        put(source, 0, source.length);
    }

    /// The bytes of `source` from `start` up to `end`.
    public void put(byte[] source, int start, int end) {
        int size = end - start;
        ensure(size);
        System.arraycopy(source, start, bytes, length, size);
        length += size;
    }

    public void put(int octet) {
        ensure(1);
        bytes[length++] = (byte) octet;
    }

    public void crlf() {
        ensure(2);
        bytes[length] = '\r';
        bytes[length + 1] = '\n';
        length += 2;
    }

    /// The number in decimal digits.
    public void decimal(long number) {
        ensure(20);
        int digits = 1;
        for (long rest = number / 10; rest > 0; rest /= 10) {
            digits++;
        }
        long rest = number;
        for (int at = length + digits - 1; at >= length; at--) {
            bytes[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
        length += digits;
    }

    /// Sixteen hexadecimal digits.
    public void hex(long number) {
        ensure(16);
        for (int shift = 60; shift >= 0; shift -= 4) {
            bytes[length++] = HEX[(int) (number >>> shift) & 15];
        }
    }

    public void copyTo(ByteBuf target) {
        target.writeBytes(bytes, 0, length);
    }

    private void ensure(int size) {
        if (bytes.length - length < size) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, length + size));
        }
    }
}
