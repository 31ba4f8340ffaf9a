package dev.sekisho.gateway;

import dev.sekisho.gateway.DownstreamHead.BodyFields;
import dev.sekisho.gateway.DownstreamHead.ConnectionField;
import dev.sekisho.gateway.http1.ChunkScanner.Delivery;
import dev.sekisho.gateway.http1.HeadWriter;
import dev.sekisho.gateway.http1.Method;
import dev.sekisho.gateway.http1.Progress;
import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.http1.ResponseHead;
import dev.sekisho.gateway.http2.FieldEncoder;
import dev.sekisho.gateway.http2.Http2Stream;
import dev.sekisho.gateway.http2.StreamUser;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import dev.sekisho.model.tls.TlsPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.ByteBufUtil;
import io.netty.buffer.Unpooled;
import io.netty.handler.codec.http2.Http2Error;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The client side of one exchange that goes over a stream of HTTP/2.
final class Http2Client implements ClientSide, StreamUser, Http2Session.Touched {

    private static final int CONTINUE = 100;
    private static final int OK = 200;
    private static final int MISDIRECTED = 421;

    private final GatewayLoop loop;
    private final Http2Session session;
    private final Http2Stream stream;
    private final BodyPace pace;
    private @Nullable Exchange exchange;
    private final AheadBody ahead = new AheadBody();
    private boolean refused;
    private boolean last;
    private long sent;

    Http2Client(GatewayLoop loop, Http2Session session, Http2Stream stream) {
        this.loop = loop;
        this.session = session;
        this.stream = stream;
        this.pace = new BodyPace(loop.plane().ticks());
    }

    /// Begins with the head of a request, in the form of HTTP/1.1.
    void begin(ByteBuf head) {
        Exchange begun = loop.acquire(this);
        exchange = begun;
        Progress progress = begun.request().parse(head);
        if (progress != Progress.COMPLETE) {
            RequestRule broken = begun.request().rule();
            begun.refuse(broken == null ? RequestRule.REQUEST_LINE : broken);
        } else if (session.isDirectedHere(begun.request())) {
            if (stream.isTunnel()) {
                stream.pauseBody();
            }
            begun.begin(Unpooled.EMPTY_BUFFER);
            session.touch(this);
        } else {
            begun.answer(MISDIRECTED);
        }
    }

    @Override
    public void flushRequest() {
        Exchange current = exchange;
        if (current != null) {
            current.forwarding().flush();
        }
    }

    private Exchange current() {
        return Objects.requireNonNull(exchange);
    }

    /// A part of a body of known length, or the trailers of another.
    @Override
    public void requestBody(ByteBuf in) {
        if (stream.isTunnel() || (isToWait(in) && !stream.isBodyChunked())) {
            keep(in);
            return;
        }
        handOn();
        if (exchange != null) {
            exchange.moreBody(in);
            session.touch(this);
        }
    }

    @Override
    public void requestData(ByteBuf data, boolean last) {
        if (isToWait(data) && !last) {
            keep(data);
            return;
        }
        handOn();
        if (exchange != null) {
            exchange.moreData(data, last);
            session.touch(this);
        }
    }

    private boolean isToWait(ByteBuf piece) {
        return stream.isBodyPaused() && Http2Stream.isSmall(piece);
    }

    /// Hands on what was kept of a body.
    private void handOn() {
        Exchange current = exchange;
        ByteBuf kept = current == null ? null : ahead.take();
        if (kept == null || current == null) {
            return;
        }
        try {
            if (stream.isBodyChunked()) {
                current.moreData(kept, false);
            } else {
                current.moreBody(kept);
            }
        } finally {
            kept.release();
        }
        session.touch(this);
    }

    /// What a pod does not take yet, or has not agreed to in the case of a tunnel. The window of
    /// the stream is the limit.
    private void keep(ByteBuf in) {
        if (exchange != null) {
            ahead.keep(in, alloc());
        }
    }

    @Override
    public void holdBack() {
        if (exchange != null) {
            exchange.forwarding().holdBack();
        }
    }

    @Override
    public void takesMore() {
        if (exchange != null) {
            exchange.forwarding().resume();
        }
    }

    @Override
    public void reset() {
        Exchange cancelled = exchange;
        exchange = null;
        ahead.drop();
        if (cancelled != null) {
            cancelled.cancel();
        }
    }

    @Override
    public void look() {
        Exchange current = exchange;
        if (current == null) {
            return;
        }
        boolean awaited =
                stream.awaitsBody()
                        && !current.response().isCommitted()
                        && !current.isCallUnderWay();
        RequestRule late = awaited ? pace.look(current.body(), loop.wheel().now()) : pace.rest();
        if (late != null) {
            current.refuse(late);
        }
    }

    @Override
    public Peer peer() {
        return session.connection().peer();
    }

    @Override
    public boolean isSecured() {
        return session.isSecured();
    }

    @Override
    public boolean keeps(TlsPolicy policy) {
        return session.connection().keeps(policy);
    }

    @Override
    public void misdirected(boolean outdated) {
        last = outdated;
    }

    @Override
    public String protocol() {
        return "HTTP/2.0";
    }

    @Override
    public ByteBufAllocator alloc() {
        return session.connection().alloc();
    }

    @Override
    public void answer(Answer answer) {
        if (GrpcStatus.isFor(current(), answer)) {
            stream.head(block(GrpcStatus.write(current(), answer, loop)));
            return;
        }
        boolean headOnly = current().request().method() == Method.HEAD;
        Answers.write(answer, ConnectionField.NONE, Answers.Extent.HEAD_ONLY, loop);
        stream.head(block(answer.status()));
        if (!headOnly) {
            body(Unpooled.wrappedBuffer(Answers.body(answer)));
        }
    }

    @Override
    public void inviteBody() {
        ByteBuf block = alloc().ioBuffer(8);
        FieldEncoder.status(CONTINUE, block);
        stream.interim(block);
        session.flushSoon();
    }

    @Override
    public void interim(ResponseHead head) {
        loop.downstreamHead().writeInterim(head);
        stream.interim(block(head.status()));
    }

    @Override
    public boolean expectsTunnel() {
        return stream.isTunnel();
    }

    @Override
    public int tunnelStatus() {
        return OK;
    }

    @Override
    public void tunnel(ResponseHead head, UpstreamConnection pod, ByteBuf first) {
        loop.downstreamHead().writeTunnel(head);
        stream.head(block(OK));
        Exchange tunnelled = current();
        ByteBuf waiting = ahead.take();
        exchange = null;
        new StreamTunnelClient(session, stream, pod, tunnelled).begin(first, waiting);
        flush();
    }

    /// The block that says what the loop's writer holds.
    private ByteBuf block(int status) {
        HeadWriter out = loop.writer();
        ByteBuf block = alloc().ioBuffer(out.length());
        FieldEncoder.status(status, block);
        FieldEncoder.lines(out.bytes(), out.lineEnd(), out.length(), block);
        sent += block.readableBytes();
        return block;
    }

    @Override
    public Delivery chunks() {
        return Delivery.DATA;
    }

    @Override
    public void head(ResponseHead head, BodyEnd end, int following) {
        BodyFields fields =
                switch (end) {
                    case AS_RECEIVED -> BodyFields.AS_RECEIVED;
                    case NONE, UNTIL_CLOSE -> BodyFields.NONE;
                    case CHUNKED, STREAM -> BodyFields.TRAILERS;
                };
        loop.downstreamHead().write(head, fields, ConnectionField.NONE);
        stream.head(block(head.status()));
    }

    @Override
    public void body(ByteBuf in, int length) {
        body(in.readRetainedSlice(length));
    }

    @Override
    public void body(ByteBuf piece) {
        sent += piece.readableBytes();
        stream.data(piece);
    }

    @Override
    public void trailers(ByteBuf section) {
        byte[] lines = ByteBufUtil.getBytes(section);
        section.release();
        if (lines.length > 2) {
            ByteBuf block = alloc().ioBuffer(lines.length);
            FieldEncoder.lines(lines, 0, lines.length, block);
            stream.trailers(block);
        }
    }

    @Override
    public boolean takesTrailers() {
        return true;
    }

    @Override
    public void bodyPauses() {}

    @Override
    public void end() {
        refused = current().rule() != null;
        stream.end();
    }

    @Override
    public void finished() {
        leave();
        stream.send();
        session.flushSoon();
        if (refused) {
            session.refused();
        }
        if (last) {
            session.announceEnd();
        }
    }

    private void leave() {
        exchange = null;
        ahead.drop();
        stream.unserved();
    }

    @Override
    public void abort(Http2Error code) {
        leave();
        stream.reset(code);
        session.flushSoon();
    }

    @Override
    public void abandon() {
        Exchange abandoned = exchange;
        leave();
        if (abandoned != null) {
            abandoned.cancel();
        }
        stream.reset(Http2Error.INTERNAL_ERROR);
        session.flushSoon();
    }

    @Override
    public void flush() {
        stream.send();
        session.flushSoon();
    }

    @Override
    public boolean isFlooded() {
        return stream.isFull();
    }

    @Override
    public void pauseBody() {
        stream.pauseBody();
    }

    /// What a tunnel is for waits until there is one.
    @Override
    public void resumeBody() {
        if (stream.isTunnel()) {
            return;
        }
        stream.resumeBody();
        handOn();
        session.flushSoon();
        if (stream.isFull()) {
            holdBack();
        }
    }

    @Override
    public long sentBytes() {
        return sent;
    }
}
