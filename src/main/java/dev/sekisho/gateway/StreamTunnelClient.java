package dev.sekisho.gateway;

import dev.sekisho.gateway.http2.Http2Stream;
import dev.sekisho.gateway.http2.StreamUser;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;

/// A client whose tunnel is one stream of HTTP/2 (RFC 8441 5).
final class StreamTunnelClient implements TunnelClient, StreamUser, Http2Session.Touched {

    private final Http2Session session;
    private final Http2Stream stream;
    private final Tunnel tunnel;
    private int unsentSeen;
    private boolean ending;

    StreamTunnelClient(
            Http2Session session, Http2Stream stream, UpstreamConnection pod, Exchange exchange) {
        this.session = session;
        this.stream = stream;
        this.tunnel = exchange.tunnel(this, pod);
    }

    /// Takes over the stream; `first` comes from the pod, and `ahead` from the client.
    void begin(ByteBuf first, @Nullable ByteBuf ahead) {
        stream.servedBy(this);
        stream.waitsAsLongAsItsUser();
        session.opened(tunnel);
        tunnel.begin(first);
        if (ahead != null) {
            tunnel.received(ahead);
            tunnel.readComplete();
        }
        stream.resumeBody();
        if (stream.isBodyEnded()) {
            requestEnded();
        }
    }

    @Override
    public void requestBody(ByteBuf in) {
        tunnel.received(in.retain());
        session.touch(this);
    }

    @Override
    public void flushRequest() {
        tunnel.readComplete();
    }

    @Override
    public void requestEnded() {
        tunnel.readComplete();
        tunnel.inputEnded();
    }

    @Override
    public void holdBack() {
        tunnel.holdPodIfFull();
    }

    @Override
    public void takesMore() {
        tunnel.takesMore();
    }

    @Override
    public void reset() {
        tunnel.broken();
    }

    /// A tunnel has deadlines of its own.
    @Override
    public void look() {}

    @Override
    public void write(ByteBuf out) {
        unsentSeen += out.readableBytes();
        stream.data(out);
    }

    @Override
    public void flush() {
        stream.send();
        session.flushSoon();
    }

    @Override
    public boolean isFull() {
        return stream.isFull();
    }

    @Override
    public void watch() {
        unsentSeen = stream.queuedBytes();
    }

    /// With nothing queued it is another stream that fills the connection.
    @Override
    public boolean advances() {
        int unsent = stream.queuedBytes();
        boolean advanced = unsent == 0 ? !ending : unsent < unsentSeen;
        unsentSeen = unsent;
        return advanced;
    }

    @Override
    public void pauseReads() {
        stream.pauseBody();
    }

    @Override
    public void resumeReads() {
        stream.resumeBody();
        session.flushSoon();
    }

    /// The end of our side of a stream is the end of the stream.
    @Override
    public boolean endOutput() {
        return false;
    }

    @Override
    public boolean closeAfterWrites() {
        session.closed(tunnel);
        ending = true;
        stream.end();
        stream.resumeBody();
        flush();
        watch();
        return stream.queuedBytes() > 0;
    }

    /// As the reset of a connection goes on over HTTP/2 (RFC 8441 5).
    @Override
    public boolean cutAfterWrites() {
        session.closed(tunnel);
        stream.send();
        cut();
        return false;
    }

    @Override
    public void cut() {
        stream.reset(Http2Error.CANCEL);
        session.flushSoon();
    }

    @Override
    public void closeNow() {}
}
