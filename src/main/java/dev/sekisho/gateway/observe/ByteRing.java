package dev.sekisho.gateway.observe;

import java.io.IOException;
import java.io.OutputStream;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;

/// A bounded queue of bytes from one thread to another.
///
/// What one `offer` puts in becomes visible whole, so a reader never sees half a line.
final class ByteRing {

    private static final VarHandle HEAD;
    private static final VarHandle TAIL;

    static {
        try {
            MethodHandles.Lookup lookup = MethodHandles.lookup();
            HEAD = lookup.findVarHandle(ByteRing.class, "head", long.class);
            TAIL = lookup.findVarHandle(ByteRing.class, "tail", long.class);
        } catch (ReflectiveOperationException impossible) {
            throw new ExceptionInInitializerError(impossible);
        }
    }

    private final byte[] bytes;
    private final int mask;
    private long head;
    private long tail;
    private long headSeenByProducer;

    /// `capacity` is a power of two.
    ByteRing(int capacity) {
        if (Integer.bitCount(capacity) != 1) {
            throw new IllegalArgumentException("capacity " + capacity + " is no power of two");
        }
        this.bytes = new byte[capacity];
        this.mask = capacity - 1;
    }

    /// Puts all of the bytes in, or none if they do not fit. Called by the producer.
    boolean offer(byte[] source, int length) {
        if (length > bytes.length - (tail - headSeenByProducer)) {
            headSeenByProducer = (long) HEAD.getAcquire(this);
            if (length > bytes.length - (tail - headSeenByProducer)) {
                return false;
            }
        }
        int at = (int) tail & mask;
        int first = Math.min(length, bytes.length - at);
        System.arraycopy(source, 0, bytes, at, first);
        System.arraycopy(source, first, bytes, 0, length - first);
        TAIL.setRelease(this, tail + length);
        return true;
    }

    /// Whether the producer, by its last look at the reader, has filled more than half.
    boolean isHalfFull() {
        return tail - headSeenByProducer > bytes.length >> 1;
    }

    /// Takes everything out, even where writing fails. Called by the consumer.
    int drainTo(OutputStream out) throws IOException {
        long from = head;
        long to = (long) TAIL.getAcquire(this);
        try {
            int at = (int) from & mask;
            int length = (int) (to - from);
            int first = Math.min(length, bytes.length - at);
            if (first > 0) {
                out.write(bytes, at, first);
            }
            if (length > first) {
                out.write(bytes, 0, length - first);
            }
            return length;
        } finally {
            HEAD.setRelease(this, to);
        }
    }
}
