package dev.sekisho.gateway.http1;

import io.netty.buffer.ByteBuf;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/// A request's head: the bytes as they came, where things are in them, and what they mean.
///
/// Reused from request to request. Offsets are into `bytes()`; they hold until `clear()`.
public final class RequestHead {

    private static final int ABSENT = -1;
    private static final byte[] HTTP2_PREFACE = Octets.ascii("PRI * HTTP/2.0\r\n");

    private final HeadLimits limits;
    private final FieldBlock fields;
    private final RequestLine line;
    private final RequestSemantics semantics;
    private @Nullable RequestRule rule;

    /// A head whose path is held to the strict rules, whatever the host.
    public RequestHead(HeadLimits limits) {
        this(limits, (bytes, start, end) -> 0);
    }

    public RequestHead(HeadLimits limits, PathTolerance tolerance) {
        this.limits = limits;
        fields = new FieldBlock(limits.ofRequest());
        line = new RequestLine(fields, limits.targetBytes());
        semantics = new RequestSemantics(fields, line, tolerance);
    }

    /// The limits that hold for the head and for the body after it.
    public HeadLimits limits() {
        return limits;
    }

    public void clear() {
        fields.clear();
        line.clear();
        semantics.clear();
        rule = null;
    }

    /// Takes bytes until the head is whole or a rule is broken; leaves what follows the head.
    public Progress parse(ByteBuf in) {
        Progress progress = fields.read(in, line);
        if (progress == Progress.COMPLETE) {
            rule = semantics.check();
            return rule == null ? Progress.COMPLETE : Progress.REFUSED;
        }
        if (progress == Progress.REFUSED) {
            rule = fields.isInFields() ? fields.rule() : line.rule();
        }
        return progress;
    }

    /// The rule that the request breaks, once it is refused.
    public @Nullable RequestRule rule() {
        return rule;
    }

    /// Whether a byte has come.
    public boolean isStarted() {
        return fields.filled() > 0;
    }

    /// Whether it is refused for being the beginning of an HTTP/2 connection. `bytes()` up to
    /// `headBytes()` is then all that was taken.
    public boolean isHttp2Preface() {
        return rule == RequestRule.VERSION_UNKNOWN
                && Octets.startsWith(fields.bytes(), fields.filled(), HTTP2_PREFACE);
    }

    /// Whether its first line has neither a target nor a version of HTTP: another protocol.
    public boolean isForeign() {
        return rule == RequestRule.VERSION_MALFORMED && line.isForeign();
    }

    /// The length of the head, as far as it has come.
    public int headBytes() {
        return fields.isInFields() ? Math.max(fields.position(), line.end()) : fields.filled();
    }

    public byte[] bytes() {
        return fields.bytes();
    }

    public Method method() {
        return line.method();
    }

    public int methodStart() {
        return line.start();
    }

    public int methodEnd() {
        return line.methodEnd();
    }

    /// Whether the client speaks HTTP/1.0.
    public boolean isHttp10() {
        return line.isHttp10();
    }

    /// Whether method, target and version can be sent on as they came.
    public boolean isLinePlain() {
        return line.isPlain() && !line.isHttp10();
    }

    /// Where the request target starts, as the client sent it.
    public int targetStart() {
        return line.targetStart();
    }

    public int targetEnd() {
        return line.targetEnd();
    }

    /// The one form of the path that routes and that is sent on.
    public int pathStart() {
        return line.pathStart();
    }

    public int pathEnd() {
        return line.pathEnd();
    }

    /// The question mark of the query, or the end of the target.
    public int queryStart() {
        return line.queryStart();
    }

    public int lineEnd() {
        return line.end();
    }

    /// The host without port and brackets kept, or an empty range where the client named none.
    public int hostStart() {
        return semantics.host().start();
    }

    public int hostEnd() {
        return semantics.host().nameEnd();
    }

    /// The end of host and port together.
    public int authorityEnd() {
        return semantics.host().end();
    }

    /// -1 where the request has no `Content-Length`.
    public long contentLength() {
        return semantics.contentLength();
    }

    public boolean isChunked() {
        return semantics.isChunked();
    }

    /// Whether a body follows.
    public boolean hasBody() {
        return semantics.isChunked() || semantics.contentLength() > 0;
    }

    /// Whether the client waits for `100 Continue` before it sends the body.
    public boolean expectsContinue() {
        return semantics.expectsContinue();
    }

    /// Whether the client wants to keep the connection after the response.
    public boolean isKeepAlive() {
        return semantics.isKeepAlive();
    }

    /// The one `Upgrade` field, if `Connection` names it and the client speaks HTTP/1.1; or -1.
    public int upgradeField() {
        return semantics.upgradeField();
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

    public int valueStart(int field) {
        return fields.valueStart(field);
    }

    public int valueEnd(int field) {
        return fields.valueEnd(field);
    }

    /// The only field of that name, or -1 if there is none or more than one.
    public int only(KnownName name) {
        return fields.only(name);
    }

    /// A copy of the value.
    public byte[] value(int field) {
        return Arrays.copyOfRange(bytes(), valueStart(field), valueEnd(field));
    }

    /// Whether the `Trailer` field at this index names only fields that may be in a trailer
    /// section.
    public boolean announcesPlainTrailers(int field) {
        return TrailerNames.areAllowed(bytes(), valueStart(field), valueEnd(field));
    }

    /// The first field of that name, or -1.
    public int find(KnownName name) {
        for (int i = 0; i < fields.count(); i++) {
            if (fields.name(i) == name) {
                return i;
            }
        }
        return ABSENT;
    }
}
