package dev.sekisho.gateway;

import dev.sekisho.gateway.DownstreamHead.BodyFields;
import dev.sekisho.gateway.DownstreamHead.ConnectionField;
import dev.sekisho.gateway.http1.ChunkScanner.Delivery;
import dev.sekisho.gateway.http1.HeadWriter;
import dev.sekisho.gateway.http1.Method;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.ResponseHead;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import dev.sekisho.model.tls.TlsPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// The client side of the exchanges of one HTTP/1.1 connection: responses as bytes, one after the
/// other, and whether the connection outlives each.
final class Http1Client implements ClientSide {

    private static final int MERGED_BYTES = 4096;
    private static final int SWITCHING_PROTOCOLS = 101;
    private static final byte[] LAST_CHUNK = ascii("0\r\n\r\n");
    private static final byte[] NO_DATA = ascii("0\r\n");
    private static final byte[] CONTINUE = ascii("HTTP/1.1 100 Continue\r\n\r\n");

    /// What becomes of the connection after a response.
    private enum Then {
        NEXT,
        LINGER,
        CLOSE
    }

    private final GatewayLoop loop;
    private final DownstreamConnection connection;
    private final Http1Session session;
    private final Outflow outflow;
    private @Nullable ByteBuf merged;
    private Then then = Then.NEXT;
    private boolean last;
    private boolean wrapping;
    private long sent;

    Http1Client(
            GatewayLoop loop,
            DownstreamConnection connection,
            Http1Session session,
            Outflow outflow) {
        this.loop = loop;
        this.connection = connection;
        this.session = session;
        this.outflow = outflow;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// Begins with a request: its first bytes have come.
    void begin() {
        last = false;
        wrapping = false;
        sent = 0;
    }

    @Override
    public Peer peer() {
        return connection.peer();
    }

    @Override
    public boolean isSecured() {
        return connection.isSecured();
    }

    @Override
    public boolean keeps(TlsPolicy policy) {
        return connection.keeps(policy);
    }

    /// The client would only ask again here.
    @Override
    public void misdirected(boolean outdated) {
        last = true;
    }

    @Override
    public String protocol() {
        return isHttp10() ? "HTTP/1.0" : "HTTP/1.1";
    }

    @Override
    public ByteBufAllocator alloc() {
        return connection.alloc();
    }

    @Override
    public void answer(Answer answer) {
        Answers.write(
                answer,
                connectionField(),
                session.current().request().method() == Method.HEAD
                        ? Answers.Extent.HEAD_ONLY
                        : Answers.Extent.WHOLE,
                loop);
        write(written(0));
    }

    @Override
    public void inviteBody() {
        outflow.write(alloc().ioBuffer(CONTINUE.length).writeBytes(CONTINUE));
    }

    @Override
    public void interim(ResponseHead head) {
        if (!isHttp10()) {
            loop.downstreamHead().writeInterim(head);
            write(written(0));
        }
    }

    @Override
    public boolean expectsTunnel() {
        return false;
    }

    @Override
    public int tunnelStatus() {
        return SWITCHING_PROTOCOLS;
    }

    @Override
    public void tunnel(ResponseHead head, UpstreamConnection pod, ByteBuf first) {
        loop.downstreamHead().writeSwitching(head);
        write(written(0));
        session.tunnel(pod, first);
    }

    /// HTTP/1.0 knows no chunks.
    @Override
    public Delivery chunks() {
        return isHttp10() ? Delivery.DATA : Delivery.FRAMED;
    }

    private boolean isHttp10() {
        return session.current().request().isHttp10();
    }

    @Override
    public void head(ResponseHead head, BodyEnd end, int following) {
        BodyFields fields =
                switch (end) {
                    case AS_RECEIVED -> BodyFields.AS_RECEIVED;
                    case NONE -> BodyFields.NONE;
                    case CHUNKED -> openEnd();
                    case UNTIL_CLOSE, STREAM -> {
                        wrapping = !isHttp10();
                        yield openEnd();
                    }
                };
        loop.downstreamHead().write(head, fields, connectionField());
        merged = written(Math.min(following, MERGED_BYTES));
    }

    /// Without chunks the end of the connection ends the body.
    private BodyFields openEnd() {
        if (isHttp10()) {
            last = true;
            return BodyFields.NONE;
        }
        return BodyFields.CHUNKED;
    }

    /// What the response says about the connection.
    private ConnectionField connectionField() {
        Exchange exchange = session.current();
        last |= isLast(exchange);
        if (last) {
            return ConnectionField.CLOSE;
        }
        return exchange.request().isHttp10() ? ConnectionField.KEEP_ALIVE : ConnectionField.NONE;
    }

    private boolean isLast(Exchange exchange) {
        return exchange.rule() != null
                || !exchange.request().isKeepAlive()
                || !exchange.body().isComplete()
                || session.isLast();
    }

    @Override
    public void body(ByteBuf in, int length) {
        ByteBuf open = merged;
        if (open != null && !wrapping && open.writableBytes() >= length) {
            open.writeBytes(in, length);
        } else {
            body(in.readRetainedSlice(length));
        }
    }

    @Override
    public void body(ByteBuf piece) {
        if (wrapping && piece.isReadable()) {
            wrap(piece);
            return;
        }
        ByteBuf open = merged;
        if (open != null && open.writableBytes() >= piece.readableBytes()) {
            open.writeBytes(piece);
            piece.release();
            return;
        }
        bodyPauses();
        write(piece);
    }

    private void wrap(ByteBuf piece) {
        bodyPauses();
        HeadWriter out = loop.writer();
        out.clear();
        out.put(ascii(Integer.toHexString(piece.readableBytes())));
        out.crlf();
        write(written(0));
        write(piece);
        out.clear();
        out.crlf();
        write(written(0));
    }

    /// The end of what was put into chunks here. HTTP/1.0 has no trailers.
    @Override
    public void trailers(ByteBuf section) {
        if (wrapping) {
            wrapping = false;
            bodyPauses();
            write(alloc().ioBuffer(NO_DATA.length).writeBytes(NO_DATA));
            write(section);
        } else {
            section.release();
        }
    }

    @Override
    public boolean takesTrailers() {
        return false;
    }

    /// What was merged with the head goes out with it.
    @Override
    public void bodyPauses() {
        ByteBuf open = merged;
        merged = null;
        if (open != null) {
            write(open);
        }
    }

    private ByteBuf written(int room) {
        HeadWriter out = loop.writer();
        ByteBuf buffer = alloc().ioBuffer(out.length() + room);
        out.copyTo(buffer);
        return buffer;
    }

    private void write(ByteBuf out) {
        sent += out.readableBytes();
        outflow.write(out);
    }

    @Override
    public void end() {
        if (wrapping) {
            wrapping = false;
            write(alloc().ioBuffer(LAST_CHUNK.length).writeBytes(LAST_CHUNK));
        }
        then = last ? afterLast(session.current()) : Then.NEXT;
    }

    /// A close at once would destroy the answer on its way if the client sent something more.
    private static Then afterLast(Exchange exchange) {
        RequestHead request = exchange.request();
        boolean mayBeSending =
                !exchange.body().isComplete() || exchange.rule() != null || request.isKeepAlive();
        return mayBeSending ? Then.LINGER : Then.CLOSE;
    }

    @Override
    public void finished() {
        switch (then) {
            case NEXT -> session.next();
            case LINGER -> session.linger();
            case CLOSE -> session.closeAfterWrites();
        }
    }

    @Override
    public void abort(Http2Error code) {
        session.abort();
    }

    @Override
    public void abandon() {
        session.closeNow();
    }

    @Override
    public void flush() {
        outflow.flush();
    }

    @Override
    public boolean isFlooded() {
        return session.isFlooded();
    }

    @Override
    public void pauseBody() {
        session.pauseBody();
    }

    @Override
    public void resumeBody() {
        session.resumeBody();
    }

    @Override
    public long sentBytes() {
        return sent;
    }

    /// The connection is gone.
    void drop() {
        ByteBuf dropped = merged;
        merged = null;
        if (dropped != null) {
            dropped.release();
        }
    }
}
