package dev.sekisho.gateway.http1;

import io.netty.buffer.ByteBuf;
import org.jspecify.annotations.Nullable;

/// A response's head, read as strictly as a request's: what breaks a rule is a 502.
public final class ResponseHead {

    private static final int VERSION_LENGTH = 8;
    private static final int SHORTEST_LINE = 13;
    private static final byte[] HTTP_1 = Octets.ascii("HTTP/1.");

    private final FieldBlock fields;
    private final HeadLimits limits;
    private final Framing framing = new Framing();
    private final ConnectionOptions connection = new ConnectionOptions();
    private boolean inFields;
    private boolean http10;
    private int status;
    private int lineEnd;
    private boolean server;
    private boolean date;

    public ResponseHead(HeadLimits limits) {
        this.limits = limits;
        fields = new FieldBlock(limits);
    }

    public void clear() {
        fields.clear();
        framing.clear();
        connection.clear();
        inFields = false;
        http10 = false;
        server = false;
        date = false;
        status = 0;
        lineEnd = 0;
    }

    /// Takes bytes until the head is whole or a rule is broken; leaves what follows the head.
    public Progress parse(ByteBuf in) {
        while (true) {
            fields.fill(in);
            Progress progress = advance();
            if (progress == Progress.COMPLETE) {
                fields.rewind(in, fields.position());
                return understand();
            }
            if (progress == Progress.REFUSED || !in.isReadable()) {
                return progress;
            }
        }
    }

    private Progress advance() {
        if (!inFields) {
            Progress progress = statusLine();
            if (progress != Progress.COMPLETE) {
                return progress;
            }
            inFields = true;
            fields.startAt(lineEnd);
        }
        return fields.advance();
    }

    private Progress statusLine() {
        byte[] bytes = fields.bytes();
        int filled = fields.filled();
        if (!startsLikeHttp(bytes, filled)) {
            return Progress.REFUSED;
        }
        int at = Math.min(filled, SHORTEST_LINE - 1);
        while (at < filled && Octets.isValue(bytes[at])) {
            at++;
        }
        if (at + 1 >= filled) {
            return filled > limits.targetBytes() ? Progress.REFUSED : Progress.MORE;
        }
        if (bytes[at] != '\r' || bytes[at + 1] != '\n' || !version(bytes) || !status(bytes)) {
            return Progress.REFUSED;
        }
        lineEnd = at + 2;
        return Progress.COMPLETE;
    }

    private static boolean startsLikeHttp(byte[] bytes, int filled) {
        int known = Math.min(filled, HTTP_1.length);
        for (int i = 0; i < known; i++) {
            if (bytes[i] != HTTP_1[i]) {
                return false;
            }
        }
        return true;
    }

    private boolean version(byte[] bytes) {
        http10 = bytes[VERSION_LENGTH - 1] == '0';
        return (http10 || bytes[VERSION_LENGTH - 1] == '1') && bytes[VERSION_LENGTH] == ' ';
    }

    private boolean status(byte[] bytes) {
        int first = VERSION_LENGTH + 1;
        for (int i = first; i < first + 3; i++) {
            if (!Octets.isDigit(bytes[i])) {
                return false;
            }
            status = status * 10 + bytes[i] - '0';
        }
        byte after = bytes[first + 3];
        return status >= 100 && status < 600 && (after == ' ' || after == '\r');
    }

    private Progress understand() {
        int count = fields.count();
        for (int i = 0; i < count; i++) {
            if (!field(i)) {
                return Progress.REFUSED;
            }
        }
        connection.nominate(fields);
        return framing.check(http10) == null ? Progress.COMPLETE : Progress.REFUSED;
    }

    private boolean field(int i) {
        KnownName name = fields.name(i);
        server |= name == KnownName.SERVER;
        date |= name == KnownName.DATE;
        return switch (name) {
            case OTHER -> true;
            case CONTENT_LENGTH ->
                    holds(framing.length(fields.bytes(), fields.valueStart(i), fields.valueEnd(i)));
            case TRANSFER_ENCODING ->
                    holds(framing.coding(fields.bytes(), fields.valueStart(i), fields.valueEnd(i)));
            case CONNECTION -> connection.read(fields, i);
            default -> true;
        };
    }

    private static boolean holds(@Nullable RequestRule fault) {
        return fault == null;
    }

    public byte[] bytes() {
        return fields.bytes();
    }

    /// Whether a byte has come.
    public boolean isStarted() {
        return fields.filled() > 0;
    }

    public int status() {
        return status;
    }

    /// 1xx: another head follows.
    public boolean isInterim() {
        return status < 200;
    }

    /// Where the reason phrase and the line's end start, the space before it included.
    public int reasonStart() {
        return VERSION_LENGTH + 4;
    }

    public int lineEnd() {
        return lineEnd;
    }

    public long contentLength() {
        return framing.contentLength();
    }

    public boolean isChunked() {
        return framing.isChunked();
    }

    public boolean isHttp10() {
        return http10;
    }

    /// Whether the upstream keeps its connection open after the response.
    public boolean isKeepAlive() {
        return connection.isPersistent(http10);
    }

    public boolean hasServer() {
        return server;
    }

    public boolean hasDate() {
        return date;
    }

    public int fieldCount() {
        return fields.count();
    }

    public KnownName fieldName(int field) {
        return fields.name(field);
    }

    public int fieldStart(int field) {
        return fields.lineStart(field);
    }

    /// Where the next field, or the empty line, starts.
    public int fieldEnd(int field) {
        return field + 1 < fields.count() ? fields.lineStart(field + 1) : fields.position() - 2;
    }
}
