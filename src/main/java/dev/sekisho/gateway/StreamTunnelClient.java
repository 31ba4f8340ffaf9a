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
    private int unsentSeen = Integer.MAX_VALUE;

    StreamTunnelClient(
            Http2Session session, Http2Stream stream, UpstreamConnection pod, Exchange exchange) {
        this.session = session;
        this.stream = stream;
        this.tunnel = exchange.tunnel(this, pod);
    }

    /// Takes over the stream; `first` comes from the pod, and `ahead` from the client.
    void begin(ByteBuf first, @Nullable ByteBuf ahead) {
        stream.servedBy(this);
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
        tunnel.gone();
    }

    /// A tunnel has deadlines of its own.
    @Override
    public void look() {}

    @Override
    public void write(ByteBuf out) {
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
        unsentSeen = Integer.MAX_VALUE;
    }

    @Override
    public boolean advances() {
        int unsent = stream.queuedBytes();
        if (unsent == 0 || unsent >= unsentSeen) {
            return false;
        }
        unsentSeen = unsent;
        return true;
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

    /// The connection gives up what is not taken in time.
    @Override
    public boolean closeAfterWrites() {
        session.closed(tunnel);
        stream.unserved();
        stream.end();
        flush();
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
