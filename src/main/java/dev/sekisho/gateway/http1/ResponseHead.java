package dev.sekisho.gateway.http1;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A response's head, read as strictly as a request's: what breaks a rule is a 502.
public final class ResponseHead {

    private static final int NONE = -1;
    private static final int SEVERAL = -2;

    private final FieldBlock fields;
    private final StatusLine line;
    private final Framing framing = new Framing();
    private final ConnectionOptions connection = new ConnectionOptions();
    private @Nullable ResponseRule rule;
    private boolean server;
    private boolean date;
    private int upgrade = NONE;

    public ResponseHead(HeadLimits limits) {
        fields = new FieldBlock(limits.ofResponse());
        line = new StatusLine(fields, limits.responseBytes());
    }

    public void clear() {
        fields.clear();
        line.clear();
        framing.clear();
        connection.clear();
        rule = null;
        server = false;
        date = false;
        upgrade = NONE;
    }

    /// Takes bytes until the head is whole or a rule is broken; leaves what follows the head.
    public Progress parse(ByteBuf in) {
        Progress progress = fields.read(in, line);
        if (progress == Progress.COMPLETE) {
            rule = check();
            return rule == null ? Progress.COMPLETE : Progress.REFUSED;
        }
        if (progress == Progress.REFUSED) {
            rule = fields.isInFields() ? ResponseRule.ofFields(fields.rule()) : line.rule();
        }
        return progress;
    }

    /// The rule that the response breaks, once it is refused.
    public @Nullable ResponseRule rule() {
        return rule;
    }

    private @Nullable ResponseRule check() {
        int count = fields.count();
        for (int i = 0; i < count; i++) {
            ResponseRule fault = field(i);
            if (fault != null) {
                return fault;
            }
        }
        connection.nominate(fields);
        boolean bodyWithInterim = isInterim() && (isChunked() || contentLength() > 0);
        return bodyWithInterim || framing.check(isHttp10()) != null
                ? ResponseRule.UPSTREAM_FRAMING
                : null;
    }

    private @Nullable ResponseRule field(int i) {
        KnownName name = fields.name(i);
        return switch (name) {
            case OTHER -> null;
            case CONTENT_LENGTH ->
                    ofFraming(
                            framing.length(
                                    fields.bytes(), fields.valueStart(i), fields.valueEnd(i)));
            case TRANSFER_ENCODING ->
                    ofFraming(
                            framing.coding(
                                    fields.bytes(), fields.valueStart(i), fields.valueEnd(i)));
            case CONNECTION ->
                    connection.read(fields, i) ? null : ResponseRule.UPSTREAM_CONNECTION_MALFORMED;
            case SERVER -> {
                server = true;
                yield null;
            }
            case UPGRADE -> {
                upgrade = upgrade == NONE ? i : SEVERAL;
                yield null;
            }
            case DATE -> {
                date = true;
                yield null;
            }
            default -> null;
        };
    }

    private static @Nullable ResponseRule ofFraming(@Nullable RequestRule fault) {
        return fault == null ? null : ResponseRule.UPSTREAM_FRAMING;
    }

    public byte[] bytes() {
        return fields.bytes();
    }

    /// Whether a byte has come.
    public boolean isStarted() {
        return fields.filled() > 0;
    }

    public int status() {
        return line.status();
    }

    /// 1xx: another head follows.
    public boolean isInterim() {
        return line.status() < 200;
    }

    /// Where the reason phrase and the line's end start, the space before it included.
    public int reasonStart() {
        return StatusLine.reasonStart();
    }

    public int lineEnd() {
        return line.end();
    }

    public long contentLength() {
        return framing.contentLength();
    }

    public boolean isChunked() {
        return framing.isChunked();
    }

    public boolean isHttp10() {
        return line.isHttp10();
    }

    /// Whether the upstream keeps its connection open after the response.
    public boolean isKeepAlive() {
        return connection.isPersistent(line.isHttp10());
    }

    public boolean hasServer() {
        return server;
    }

    public boolean hasDate() {
        return date;
    }

    /// The one `Upgrade` field, if `Connection` names it and the pod speaks HTTP/1.1; or -1.
    public int upgradeField() {
        boolean meant = upgrade >= 0 && fields.name(upgrade) == KnownName.NOMINATED;
        return meant && !isHttp10() ? upgrade : NONE;
    }

    /// The only field of that name, or -1 if there is none or more than one.
    public int only(KnownName name) {
        return fields.only(name);
    }

    /// A copy of the value.
    public byte[] value(int field) {
        return Arrays.copyOfRange(bytes(), valueStart(field), valueEnd(field));
    }

    public int valueStart(int field) {
        return fields.valueStart(field);
    }

    public int valueEnd(int field) {
        return fields.valueEnd(field);
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
