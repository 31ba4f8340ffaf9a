package dev.sekisho.gateway.http1;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// What fuzz targets claim, with a message that shows both sides.
final class Claims {

    private Claims() {}

    static void same(String what, @Nullable Object expected, @Nullable Object actual) {
        if (!Objects.equals(expected, actual)) {
            throw new AssertionError(what + "\n  expected " + expected + "\n  but was  " + actual);
        }
    }

    static void that(String what, boolean holds) {
        if (!holds) {
            throw new AssertionError(what);
        }
    }

    static String latin(byte[] bytes) {
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }

    /// A request's head with `text` in it; null where it is refused or does not end there.
    static @Nullable RequestHead accepted(String text) {
        RequestHead head = new RequestHead(HeadLimits.DEFAULT);
        ByteBuf in = Unpooled.copiedBuffer(text, StandardCharsets.ISO_8859_1);
        Progress progress = head.parse(in);
        boolean whole = progress == Progress.COMPLETE && !in.isReadable();
        in.release();
        return whole ? head : null;
    }

    static String text(RequestHead head, int start, int end) {
        return new String(head.bytes(), start, end - start, StandardCharsets.ISO_8859_1);
    }
}
