package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.clock.Deadline;
import dev.sekisho.gateway.clock.Expirable;
import dev.sekisho.gateway.http1.ResponseRule;
import dev.sekisho.gateway.http2.FieldEncoder;
import dev.sekisho.gateway.http2.Http2Rule;
import dev.sekisho.gateway.http2.PodStream;
import dev.sekisho.gateway.http2.PodStreamUser;
import dev.sekisho.gateway.tls.BackendTlsFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import org.jspecify.annotations.Nullable;

/// One request on a connection of HTTP/2 that it shares: waiting for the connection, or on a
/// stream.
final class UpstreamStream implements UpstreamLink, PodStreamUser, Expirable {

    private static final long NOT_SENDING = -1;

    private final Deadline deadline;
    private final boolean pooled;
    private StreamConnection connection;
    private @Nullable UpstreamUser user;
    private @Nullable PodStream stream;
    private long takingTicks = NOT_SENDING;
    private int unsentSeen;
    private boolean touched;

    UpstreamStream(StreamConnection connection, UpstreamUser user, boolean pooled) {
        this.connection = connection;
        this.user = user;
        this.pooled = pooled;
        this.deadline = new Deadline(connection.endpoint().wheel(), this);
        connection.endpoint().userCame();
    }

    void await() {
        connection.await(this);
    }

    void awaitOn(StreamConnection other) {
        connection = other;
        other.await(this);
    }

    private @Nullable UpstreamUser letGo() {
        UpstreamUser last = user;
        if (last != null) {
            user = null;
            deadline.cancel();
            connection.endpoint().userLeft();
        }
        return last;
    }

    /// The connection is there.
    void connected() {
        UpstreamUser waiting = user;
        if (waiting != null) {
            try {
                waiting.upstreamConnected();
            } catch (RuntimeException bug) {
                fail(waiting, bug);
            }
        }
    }

    void refused() {
        UpstreamUser waiting = letGo();
        if (waiting != null) {
            waiting.upstreamRefused();
        }
    }

    void connectTimedOut() {
        UpstreamUser waiting = letGo();
        if (waiting != null) {
            waiting.upstreamConnectTimedOut();
        }
    }

    /// Whoever was told something and threw must not wait for more. The other streams go on.
    private void fail(UpstreamUser affected, RuntimeException bug) {
        discard();
        affected.upstreamFault(bug);
    }

    /// A stream that was reset says that the pod is there: only a connection can be closed unseen.
    @Override
    public boolean isPooled() {
        return pooled && connection.isOver();
    }

    @Override
    public @Nullable BackendTlsFailure tlsFailure() {
        return connection.tlsFailure();
    }

    @Override
    public boolean isFirstToFail() {
        return connection.isFirstToFail();
    }

    /// A host that is gone later leaves a ping unanswered, which breaks the connection for all
    /// streams.
    @Override
    public boolean isLost() {
        return connection.isUnreachable();
    }

    @Override
    public void requestStarted() {}

    @Override
    public void head(ByteBuf head, Following following, Expected expected) {
        PodStream opened = connection.open(head, following == Following.BODY, this);
        stream = opened;
        if (expected == Expected.HEAD_ONLY) {
            opened.expectHeadOnly();
        }
    }

    @Override
    public void write(ByteBuf piece) {
        if (stream == null) {
            piece.release();
        } else {
            stream.data(piece);
        }
    }

    @Override
    public void trailers(ByteBuf section) {
        byte[] lines = ByteBufUtil.getBytes(section);
        section.release();
        if (stream != null && lines.length > 2) {
            ByteBuf block = connection.alloc().ioBuffer(lines.length);
            FieldEncoder.lines(lines, 0, lines.length, block);
            stream.trailers(block);
        }
    }

    @Override
    public void requestEnded() {
        if (stream != null && !stream.isSent()) {
            stream.end();
        }
    }

    @Override
    public void flush() {
        if (stream != null) {
            stream.send();
            connection.flushSoon();
        }
    }

    @Override
    public boolean isWritable() {
        return stream != null && (stream.hasRoom() || !stream.isFull());
    }

    @Override
    public boolean hasUnsentBytes() {
        return stream != null && (stream.unsentBytes() > 0 || !stream.isSent());
    }

    @Override
    public void pauseReads() {
        if (stream != null) {
            stream.pauseBody();
        }
    }

    @Override
    public void resumeReads() {
        if (stream != null) {
            stream.resumeBody();
            connection.flushSoon();
        }
    }

    @Override
    public void expectIn(long ticks) {
        takingTicks = NOT_SENDING;
        deadline.in(ticks);
    }

    @Override
    public void expectTaken(long ticks) {
        if (takingTicks != ticks && stream != null) {
            takingTicks = ticks;
            unsentSeen = stream.unsentBytes();
            deadline.in(ticks);
        }
    }

    private boolean takesSome() {
        int unsent = stream == null ? 0 : stream.unsentBytes();
        boolean some = takingTicks != NOT_SENDING && unsent < unsentSeen;
        unsentSeen = unsent;
        return some;
    }

    @Override
    public void expectNothing() {
        takingTicks = NOT_SENDING;
        deadline.clear();
    }

    @Override
    public void expired() {
        UpstreamUser late = user;
        if (late == null) {
            return;
        }
        if (takesSome()) {
            deadline.in(takingTicks);
            return;
        }
        connection.suspect();
        late.upstreamTimedOut();
    }

    @Override
    public void release() {
        discard();
    }

    @Override
    public void releaseLater() {
        discard();
    }

    /// After the end of both sides nothing is left to be done.
    @Override
    public void discard() {
        letGo();
        PodStream open = stream;
        if (open == null) {
            connection.forget(this);
        } else {
            open.cancel();
            connection.flushSoon();
        }
    }

    private void touch() {
        if (!touched) {
            touched = true;
            connection.touch(this);
        }
    }

    void readComplete() {
        touched = false;
        UpstreamUser told = user;
        if (told != null) {
            told.upstreamReadComplete();
        }
    }

    @Override
    public void responseHead(ByteBuf head) {
        UpstreamUser told = user;
        if (told == null) {
            head.release();
            return;
        }
        touch();
        try {
            told.streamEvents().head(head);
        } catch (RuntimeException bug) {
            fail(told, bug);
        }
    }

    @Override
    public void responseData(ByteBuf piece) {
        UpstreamUser told = user;
        if (told == null) {
            piece.release();
            return;
        }
        touch();
        try {
            told.streamEvents().data(piece);
        } catch (RuntimeException bug) {
            fail(told, bug);
        }
    }

    @Override
    public void responseTrailers(ByteBuf section) {
        UpstreamUser told = user;
        if (told == null) {
            section.release();
        } else {
            told.streamEvents().trailers(section);
        }
    }

    @Override
    public void responseEnded() {
        UpstreamUser told = user;
        if (told == null) {
            return;
        }
        try {
            told.streamEvents().ended();
        } catch (RuntimeException bug) {
            fail(told, bug);
        }
    }

    @Override
    public void malformed(Http2Rule rule) {
        malformed(
                switch (rule) {
                    case FIELD_NAME, FIELD_VALUE -> ResponseRule.UPSTREAM_FIELD_MALFORMED;
                    case CONNECTION_FIELD -> ResponseRule.UPSTREAM_CONNECTION_MALFORMED;
                    case PSEUDO_FIELD, PSEUDO_VALUE -> ResponseRule.UPSTREAM_STATUS_LINE;
                    case LENGTH, TRAILERS -> ResponseRule.UPSTREAM_BODY_MALFORMED;
                });
    }

    @Override
    public void tooLarge() {
        malformed(ResponseRule.UPSTREAM_HEADER_TOO_BIG);
    }

    private void malformed(ResponseRule broken) {
        UpstreamUser told = letGo();
        if (told != null) {
            told.streamEvents().malformed(broken);
        }
    }

    @Override
    public void unprocessed() {
        UpstreamUser told = letGo();
        if (told != null) {
            told.streamEvents().unprocessed();
        }
    }

    @Override
    public void podReset(long code) {
        UpstreamUser told = user;
        if (told != null) {
            told.streamEvents().podReset(code);
            reset();
        }
    }

    @Override
    public void reset() {
        UpstreamUser told = letGo();
        if (told != null) {
            told.upstreamBroken();
        }
    }

    /// What waits for the pod slows its own client down.
    @Override
    public void holdBack() {}

    @Override
    public void takesMore() {
        UpstreamUser told = user;
        if (told != null) {
            told.upstreamWritabilityChanged();
        }
    }

    @Override
    public void look() {}
}
