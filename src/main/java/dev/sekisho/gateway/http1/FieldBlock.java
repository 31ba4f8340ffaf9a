package dev.sekisho.gateway.http1;

import dev.sekisho.gateway.http1.HeadLimits.Underscores;
import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// The bytes of a head and an index of its field lines. Reused from message to message.
///
/// Parsing goes line by line and can stop anywhere: an unfinished line is read again when more
/// bytes are there.
final class FieldBlock {

    private static final int STRIDE = 4;
    private static final int START = 0;
    private static final int COLON = 1;
    private static final int VALUE_START = 2;
    private static final int VALUE_END = 3;
    private static final int INITIAL_BYTES = 1024;
    private static final int INITIAL_LINES = 24;
    private static final int KEPT_BYTES = 4096;

    /// Of a block that has no line before it, such as trailers.
    static final StartLine NO_LINE =
            new StartLine() {
                @Override
                public Progress advance() {
                    return Progress.COMPLETE;
                }

                @Override
                public int end() {
                    return 0;
                }
            };

    private final HeadLimits.Block limits;
    private byte[] bytes = new byte[INITIAL_BYTES];
    private int filled;
    private int[] lines = new int[INITIAL_LINES * STRIDE];
    private KnownName[] names = new KnownName[INITIAL_LINES];
    private int count;
    private int cookies;
    private int blockStart;
    private int lineStart;
    private int nameKinds;
    private boolean inFields;
    private @Nullable RequestRule rule;

    FieldBlock(HeadLimits.Block limits) {
        this.limits = limits;
    }

    /// Forgets the message; gives back memory that an unusually large one took.
    void clear() {
        filled = 0;
        count = 0;
        cookies = 0;
        inFields = false;
        rule = null;
        if (bytes.length > KEPT_BYTES) {
            bytes = new byte[INITIAL_BYTES];
        }
    }

    /// The line of a head that comes before its fields.
    interface StartLine {

        /// Reads as much of the line as is there.
        Progress advance();

        /// Where a complete line ends.
        int end();
    }

    /// Takes a head from `in` until it is whole or a rule is broken; leaves what follows it.
    Progress read(ByteBuf in, StartLine line) {
        while (true) {
            fill(in);
            Progress progress = inFields ? advance() : begin(line);
            if (progress == Progress.COMPLETE) {
                rewind(in);
            }
            if (progress != Progress.MORE || !in.isReadable()) {
                return progress;
            }
        }
    }

    private Progress begin(StartLine line) {
        Progress progress = line.advance();
        if (progress != Progress.COMPLETE) {
            return progress;
        }
        startAt(line.end());
        return advance();
    }

    /// Takes as many bytes as there is room for; makes room if there is none.
    private void fill(ByteBuf in) {
        if (filled == bytes.length) {
            bytes = Arrays.copyOf(bytes, filled * 2);
        }
        int taken = Math.min(in.readableBytes(), bytes.length - filled);
        in.readBytes(bytes, filled, taken);
        filled += taken;
    }

    /// Gives back the bytes after the block.
    private void rewind(ByteBuf in) {
        in.readerIndex(in.readerIndex() - (filled - lineStart));
        filled = lineStart;
    }

    /// Makes room for `length` bytes behind the head and returns where they start.
    int reserve(int length) {
        int start = filled;
        if (bytes.length - filled < length) {
            bytes = Arrays.copyOf(bytes, Math.max(bytes.length * 2, filled + length));
        }
        filled += length;
        return start;
    }

    byte[] bytes() {
        return bytes;
    }

    int filled() {
        return filled;
    }

    int count() {
        return count;
    }

    /// The only field of that name, or -1 if there is none or more than one.
    int only(KnownName name) {
        int found = -1;
        for (int i = 0; i < count; i++) {
            if (names[i] == name) {
                if (found >= 0) {
                    return -1;
                }
                found = i;
            }
        }
        return found;
    }

    @Nullable RequestRule rule() {
        return rule;
    }

    int lineStart(int line) {
        return lines[line * STRIDE + START];
    }

    int nameEnd(int line) {
        return lines[line * STRIDE + COLON];
    }

    int valueStart(int line) {
        return lines[line * STRIDE + VALUE_START];
    }

    int valueEnd(int line) {
        return lines[line * STRIDE + VALUE_END];
    }

    KnownName name(int line) {
        return names[line];
    }

    void nominate(int line) {
        names[line] = KnownName.NOMINATED;
    }

    /// Where the next line begins: after a complete block, the end of the head.
    int position() {
        return lineStart;
    }

    /// Whether the fields have begun.
    boolean isInFields() {
        return inFields;
    }

    /// Begins the block after the start line.
    private void startAt(int position) {
        inFields = true;
        blockStart = position;
        lineStart = position;
    }

    /// Reads field lines up to and with the empty line.
    private Progress advance() {
        while (true) {
            int position = lineStart;
            if (position >= filled) {
                return awaitMore();
            }
            byte first = bytes[position];
            if (first == '\r') {
                return finish(position);
            }
            Progress progress = field(position);
            if (progress != Progress.COMPLETE) {
                return progress == Progress.MORE ? awaitMore() : progress;
            }
            if (lineStart - blockStart > limits.bytes()) {
                return refuse(RequestRule.FIELDS_TOO_LARGE);
            }
        }
    }

    private Progress awaitMore() {
        return filled - blockStart > limits.bytes()
                ? refuse(RequestRule.FIELDS_TOO_LARGE)
                : Progress.MORE;
    }

    private Progress finish(int position) {
        if (position + 1 >= filled) {
            return Progress.MORE;
        }
        if (bytes[position + 1] != '\n') {
            return refuse(RequestRule.BARE_CR);
        }
        lineStart = position + 2;
        return Progress.COMPLETE;
    }

    private Progress field(int start) {
        int colon = endOfName(start);
        if (colon == filled) {
            return Progress.MORE;
        }
        if (bytes[colon] != ':' || colon == start) {
            return refuse(faultOfName(start, colon));
        }
        int valueStart = colon + 1;
        while (valueStart < filled && Octets.isBlank(bytes[valueStart])) {
            valueStart++;
        }
        return value(start, colon, valueStart);
    }

    /// Where the name that starts here ends; notes which kinds of characters it has.
    private int endOfName(int start) {
        byte[] in = bytes;
        int end = filled;
        int at = start;
        int seen = 0;
        while (at < end) {
            int kind = Octets.name(in[at]);
            if (kind == 0) {
                break;
            }
            seen |= kind;
            at++;
        }
        nameKinds = seen;
        return at;
    }

    private Progress value(int start, int colon, int valueStart) {
        byte[] in = bytes;
        int end = filled;
        int at = valueStart;
        while (at < end && Octets.isValue(in[at])) {
            at++;
        }
        if (at + 1 >= end) {
            return at < end && in[at] != '\r' ? refuse(faultOfValue(in[at])) : Progress.MORE;
        }
        if (in[at] != '\r' || in[at + 1] != '\n') {
            return refuse(faultOfValue(in[at]));
        }
        return record(start, colon, valueStart, at);
    }

    private Progress record(int start, int colon, int valueStart, int lineEnd) {
        int valueEnd = lineEnd;
        while (valueEnd > valueStart && Octets.isBlank(bytes[valueEnd - 1])) {
            valueEnd--;
        }
        KnownName name = classify(start, colon);
        if (tooMany(name)) {
            return Progress.REFUSED;
        }
        if (count == names.length) {
            names = Arrays.copyOf(names, count * 2);
            lines = Arrays.copyOf(lines, count * 2 * STRIDE);
        }
        int at = count * STRIDE;
        lines[at + START] = start;
        lines[at + COLON] = colon;
        lines[at + VALUE_START] = valueStart;
        lines[at + VALUE_END] = valueEnd;
        names[count++] = name;
        lineStart = lineEnd + 2;
        return Progress.COMPLETE;
    }

    private KnownName classify(int start, int colon) {
        if (nameKinds == Octets.PLAIN_NAME) {
            return KnownName.of(bytes, start, colon);
        }
        KnownName odd = KnownName.ofOdd(bytes, start, colon);
        boolean underscored = odd == KnownName.OTHER && (nameKinds & Octets.UNDERSCORE) != 0;
        return underscored && limits.underscores() == Underscores.DROPPED
                ? KnownName.UNDERSCORED
                : odd;
    }

    private boolean tooMany(KnownName name) {
        if (name == KnownName.COOKIE) {
            if (++cookies > limits.cookies()) {
                rule = RequestRule.COOKIES_TOO_MANY;
            }
        } else if (count - cookies >= limits.fields()) {
            rule = RequestRule.FIELDS_TOO_MANY;
        }
        return rule != null;
    }

    private RequestRule faultOfName(int start, int at) {
        byte octet = bytes[at];
        if (octet == '\n') {
            return RequestRule.BARE_LF;
        }
        if (at == start) {
            return Octets.isBlank(octet)
                    ? RequestRule.FIELD_FOLDED
                    : octet == ':'
                            ? RequestRule.FIELD_NAME_EMPTY
                            : RequestRule.FIELD_NAME_NOT_TOKEN;
        }
        if (Octets.isBlank(octet)) {
            return RequestRule.FIELD_SPACE_BEFORE_COLON;
        }
        return octet == '\r' ? RequestRule.FIELD_WITHOUT_COLON : RequestRule.FIELD_NAME_NOT_TOKEN;
    }

    private static RequestRule faultOfValue(byte octet) {
        return switch (octet) {
            case '\r' -> RequestRule.BARE_CR;
            case '\n' -> RequestRule.BARE_LF;
            default -> RequestRule.FIELD_VALUE_CONTROL;
        };
    }

    private Progress refuse(RequestRule broken) {
        rule = broken;
        return Progress.REFUSED;
    }
}
