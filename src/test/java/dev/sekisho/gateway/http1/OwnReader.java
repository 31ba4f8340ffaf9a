package dev.sekisho.gateway.http1;

import dev.sekisho.gateway.http1.ChunkScanner.Delivery;
import dev.sekisho.gateway.http1.Message.End;
import dev.sekisho.gateway.http1.Message.Field;
import dev.sekisho.gateway.http1.Message.Reading;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Reads pipelined requests with our codec, as a connection does, in pieces of any size.
public final class OwnReader {

    private final RequestHead head = new RequestHead(HeadLimits.DEFAULT);
    private final ChunkScanner chunks = new ChunkScanner(HeadLimits.DEFAULT);
    private final List<Message> messages = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private boolean inBody;
    private long remaining;
    private @Nullable RequestRule rule;

    /// What the codec makes of `bytes` when they come in pieces of `size`.
    public static Reading read(byte[] bytes, int size) {
        OwnReader reader = new OwnReader();
        for (int at = 0; at < bytes.length && reader.rule == null; at += size) {
            reader.take(bytes, at, Math.min(bytes.length, at + size));
        }
        return new Reading(reader.messages, reader.end());
    }

    private End end() {
        if (rule != null) {
            return new End.Refused(rule.name());
        }
        return inBody || head.isStarted() ? new End.Unfinished() : new End.Clean();
    }

    private void take(byte[] bytes, int from, int to) {
        ByteBuf in = Unpooled.copiedBuffer(bytes, from, to - from);
        while (in.isReadable() && rule == null) {
            if (inBody) {
                body(in);
            } else {
                head(in);
            }
        }
        in.release();
    }

    private void head(ByteBuf in) {
        Progress progress = head.parse(in);
        rule = progress == Progress.REFUSED ? Objects.requireNonNull(head.rule()) : null;
        if (progress != Progress.COMPLETE) {
            return;
        }
        HeadBounds.check(head);
        inBody = true;
        remaining = Math.max(0, head.contentLength());
        if (head.isChunked()) {
            chunks.start(Delivery.DATA);
        } else if (remaining == 0) {
            finish();
        }
    }

    private void body(ByteBuf in) {
        if (!head.isChunked()) {
            int taken = (int) Math.min(remaining, in.readableBytes());
            remaining -= taken;
            append(in.readRetainedSlice(taken));
            if (remaining == 0) {
                finish();
            }
            return;
        }
        Progress progress = chunks.scan(in, this::append);
        if (progress == Progress.COMPLETE) {
            finish();
        }
        rule = progress == Progress.REFUSED ? Objects.requireNonNull(chunks.rule()) : null;
    }

    private void append(ByteBuf piece) {
        body.append(piece.toString(StandardCharsets.ISO_8859_1));
        piece.release();
    }

    private void finish() {
        messages.add(
                new Message(
                        text(head.methodStart(), head.methodEnd()),
                        text(head.targetStart(), head.targetEnd()),
                        fields(),
                        body.toString()));
        body.setLength(0);
        inBody = false;
        head.clear();
    }

    private List<Field> fields() {
        List<Field> fields = new ArrayList<>();
        for (int i = 0; i < head.fieldCount(); i++) {
            String line = text(head.fieldStart(i), head.valueStart(i));
            String name = line.substring(0, line.indexOf(':')).toLowerCase(Locale.ROOT);
            fields.add(new Field(name, text(head.valueStart(i), head.valueEnd(i))));
        }
        return fields;
    }

    private String text(int from, int to) {
        return new String(head.bytes(), from, to - from, StandardCharsets.ISO_8859_1);
    }
}
