package dev.sekisho.gateway.http1;

import org.jspecify.annotations.Nullable;

/// How a head says that its body ends. Anything that two readers could take differently is a fault.
final class Framing {

    private static final byte[] CHUNKED = Octets.ascii("chunked");
    private static final int MOST_DIGITS = 19;

    private long contentLength = -1;
    private boolean chunked;

    void clear() {
        contentLength = -1;
        chunked = false;
    }

    @Nullable RequestRule length(byte[] bytes, int start, int end) {
        if (contentLength >= 0) {
            return RequestRule.LENGTH_REPEATED;
        }
        if (end == start || end - start > MOST_DIGITS) {
            return RequestRule.LENGTH_MALFORMED;
        }
        long length = 0;
        for (int i = start; i < end; i++) {
            if (!Octets.isDigit(bytes[i])) {
                return RequestRule.LENGTH_MALFORMED;
            }
            length = length * 10 + bytes[i] - '0';
        }
        contentLength = length;
        return length < 0 ? RequestRule.LENGTH_MALFORMED : null;
    }

    @Nullable RequestRule coding(byte[] bytes, int start, int end) {
        if (chunked || !Octets.equalsIgnoreCase(bytes, start, end, CHUNKED)) {
            return RequestRule.CODING_NOT_CHUNKED;
        }
        chunked = true;
        return null;
    }

    @Nullable RequestRule check(boolean http10) {
        if (!chunked) {
            return null;
        }
        if (http10) {
            return RequestRule.CODING_ON_HTTP_1_0;
        }
        return contentLength >= 0 ? RequestRule.LENGTH_AND_CODING : null;
    }

    /// -1 where none is given.
    long contentLength() {
        return contentLength;
    }

    boolean isChunked() {
        return chunked;
    }
}
