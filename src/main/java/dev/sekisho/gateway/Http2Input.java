package dev.sekisho.gateway;

import dev.sekisho.gateway.http2.Http2Connection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/// What a client of HTTP/2 sends, in turns: where it makes work that few clients make, the rest
/// waits until the other connections of the loop were served, and nothing more is read meanwhile.
final class Http2Input {

    private final GatewayLoop loop;
    private final Http2Session session;
    private final Http2Connection http2;
    private final Channel channel;
    private final PendingInput pending;
    private boolean ended;

    Http2Input(GatewayLoop loop, Http2Session session, Http2Connection http2, Channel channel) {
        this.loop = loop;
        this.session = session;
        this.http2 = http2;
        this.channel = channel;
        this.pending = new PendingInput(channel);
    }

    /// Takes what was read, and one reference to it.
    void received(ByteBuf in) {
        if (pending.isEmpty()) {
            serve(in);
            return;
        }
        pending.keep(pending.before(in));
        if (pending.isTooMuch()) {
            session.closeNow();
        }
    }

    private void serve(ByteBuf in) {
        boolean rest = false;
        try {
            http2.receive(in);
            rest = in.isReadable() && !http2.isOver();
        } finally {
            if (!rest) {
                in.release();
            }
        }
        if (rest) {
            pending.keep(in);
            pending.hold();
            loop.nextTurn(this::nextTurn);
        }
    }

    /// What goes wrong in it is no less a fault of the connection than in what is read.
    private void nextTurn() {
        try {
            goOn();
        } catch (RuntimeException bug) {
            channel.pipeline().fireExceptionCaught(bug);
        }
    }

    private void goOn() {
        ByteBuf rest = pending.serve();
        if (rest != null) {
            session.received(rest);
            session.readComplete();
        }
        if (pending.isEmpty()) {
            pending.letGo();
            if (ended) {
                session.inputEnded();
            }
        }
    }

    /// The client has sent its last. Whether that was taken note of, until what waits was served.
    boolean endsLater() {
        ended = !pending.isEmpty();
        return ended;
    }

    void drop() {
        pending.drop();
    }
}
