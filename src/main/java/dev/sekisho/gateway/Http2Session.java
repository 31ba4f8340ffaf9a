package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.Deadline;
import dev.sekisho.gateway.clock.Expirable;
import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.gateway.http1.HeadLimits;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.http2.Http2Connection;
import dev.sekisho.gateway.http2.Http2Limits;
import dev.sekisho.gateway.http2.Http2Rule;
import dev.sekisho.gateway.http2.Http2Stream;
import dev.sekisho.gateway.http2.Oddity;
import dev.sekisho.gateway.http2.StreamOwner;
import dev.sekisho.gateway.upstream.ChannelClose;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/// Serves the requests of one HTTP/2 connection, many at a time.
@SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to be done if a close fails.
final class Http2Session implements ClientSession, StreamOwner, Expirable {

    /// Who has written to a pod what is to be flushed when all was read.
    interface Touched {
        void flushRequest();
    }

    private static final int MOST_STREAMS = 128;
    private static final int FIELD_OVERHEAD = 32;
    private static final long LOOK_TICKS = 4;
    private static final long LONGEST_STALL_TICKS = 100;
    private static final int FAREWELLS = 15;
    private static final long NOT = -1;

    private final GatewayLoop loop;
    private final Channel channel;
    private final DownstreamConnection connection;
    private final ClientTicks ticks;
    private final Outflow outflow;
    private final Deadline deadline;
    private final Http2Input input;
    private final Http2Connection http2;
    private final Runnable flushing = this::flushNow;
    private final ArrayDeque<Touched> touched = new ArrayDeque<>(4);
    private final Set<Tunnel> tunnels = new LinkedHashSet<>(0);
    private final @Nullable String serverName;
    private String covered = "";
    private long owedSince = NOT;
    private long restingSince;
    private long stalledSince = NOT;
    private long farewellEnd = NOT;
    private boolean reading;
    private boolean flushScheduled;
    private boolean halfClosed;

    /// `serverName` is the one that the client gave for TLS, if it gave one.
    Http2Session(
            GatewayLoop loop,
            DownstreamConnection connection,
            ChannelHandlerContext context,
            @Nullable String serverName) {
        this.loop = loop;
        this.channel = context.channel();
        this.connection = connection;
        this.serverName = serverName;
        this.ticks = loop.plane().ticks();
        this.outflow = new Outflow(channel);
        this.deadline = new Deadline(loop.wheel(), this);
        this.http2 = new Http2Connection(this, limits(), context, outflow::write);
        this.input = new Http2Input(loop, this, http2, channel);
        this.restingSince = loop.wheel().now();
        this.owedSince = restingSince;
    }

    private Http2Limits limits() {
        HeadLimits heads = loop.settings().heads();
        long list =
                heads.blockBytes()
                        + heads.targetBytes()
                        + (long) FIELD_OVERHEAD * (heads.fields() + heads.cookies());
        long stall = Math.min(ticks.send(), LONGEST_STALL_TICKS);
        return new Http2Limits(
                MOST_STREAMS,
                loop.settings().clients().requestsPerConnection(),
                list,
                heads.cookies(),
                stall,
                Math.max(1, ticks.responseRate() * stall * TimerWheel.TICK_MILLIS / 1000));
    }

    /// Says hello.
    void begin() {
        http2.begin();
        deadline.in(ticks.header());
        flushNow();
    }

    @Override
    public void secured() {}

    @Override
    public void received(ByteBuf in) {
        if (http2.isOver()) {
            in.release();
            stillSending();
        } else {
            reading = true;
            input.received(in);
        }
    }

    /// A client that was refused has sent more: it may be about to read why.
    private void stillSending() {
        long left = farewellEnd - now();
        if (farewellEnd != NOT && left > 0) {
            deadline.in(Math.min(left, ticks.linger()));
        }
    }

    @Override
    public void readComplete() {
        reading = false;
        http2.rested();
        for (Touched client = touched.poll(); client != null; client = touched.poll()) {
            client.flushRequest();
        }
        flushNow();
        if (http2.isOver()) {
            return;
        }
        boolean moved = http2.hasMoved();
        if (!http2.isOwed()) {
            owedSince = NOT;
        } else if (owedSince == NOT) {
            owedSince = now();
            deadline.in(http2.isIdle() ? ticks.header() : LOOK_TICKS);
        } else if (moved) {
            owedSince = now();
        }
    }

    /// Sends what was queued, once what goes on at the moment is done: streams share the writes.
    void flushSoon() {
        if (!reading && !flushScheduled) {
            flushScheduled = true;
            channel.eventLoop().execute(flushing);
        }
    }

    private void flushNow() {
        flushScheduled = false;
        http2.gathered();
        outflow.flush();
    }

    @Override
    public void request(Http2Stream stream, ByteBuf head) {
        Http2Client client = new Http2Client(loop, this, stream);
        stream.servedBy(client);
        connection.wakes();
        deadline.in(LOOK_TICKS);
        if (loop.plane().isDraining()) {
            http2.announceEnd();
        }
        client.begin(head);
    }

    /// Has what a client's stream sends on flushed when all was read.
    void touch(Touched client) {
        if (reading) {
            touched.add(client);
        } else {
            client.flushRequest();
        }
    }

    boolean isSecured() {
        return connection.isSecured();
    }

    /// Whether the certificate that the client was shown is one for the host of the request.
    boolean isDirectedHere(RequestHead head) {
        String name = serverName;
        if (name == null) {
            return true;
        }
        int start = head.hostStart();
        String host =
                new String(
                        head.bytes(), start, head.hostEnd() - start, StandardCharsets.ISO_8859_1);
        if (host.equals(covered)) {
            return true;
        }
        if (!connection.isCertified(name, host)) {
            return false;
        }
        covered = host;
        return true;
    }

    /// A request was refused for a rule that it breaks.
    void refused() {
        if (!http2.isOver()) {
            http2.refused();
        }
    }

    @Override
    public void malformed(Http2Rule rule) {
        loop.http2Counts().add(rule);
    }

    @Override
    public void tooLarge() {
        loop.refused(RequestRule.FIELDS_TOO_LARGE);
    }

    @Override
    public void odd(Oddity oddity) {
        loop.http2Counts().add(oddity);
    }

    @Override
    public void resting() {
        restingSince = now();
        connection.rests();
        if (halfClosed) {
            http2.leave(Http2Error.NO_ERROR);
            return;
        }
        deadline.in(owedSince == NOT && !http2.isEnding() ? ticks.keepAlive() : LOOK_TICKS);
    }

    /// Our side ends; input is dropped until the client ends its own, or its time is over.
    @Override
    public void over() {
        connection.wakes();
        flushNow();
        farewellEnd = now() + FAREWELLS * ticks.linger();
        deadline.in(ticks.linger());
        if (halfClosed) {
            ChannelEnd.afterWrites(channel);
        } else {
            ChannelEnd.ofOutput(channel);
        }
    }

    @Override
    public boolean isWritable() {
        return !outflow.isFull();
    }

    @Override
    public long now() {
        return loop.wheel().now();
    }

    @Override
    public void takesMore() {
        flushNow();
    }

    @Override
    public void inputEnded() {
        if (input.endsLater()) {
            return;
        }
        halfClosed = true;
        if (http2.isOver()) {
            ChannelEnd.afterWrites(channel);
        } else if (http2.isIdle()) {
            http2.leave(Http2Error.NO_ERROR);
        } else {
            deadline.in(ticks.halfClose());
        }
    }

    @Override
    public void gone() {
        deadline.cancel();
        http2.gone();
        input.drop();
        touched.clear();
    }

    /// What is under way is served; the client begins nothing more here.
    void announceEnd() {
        if (http2.announceEnd()) {
            deadline.in(LOOK_TICKS);
            flushSoon();
        }
    }

    @Override
    public boolean closeIfIdle() {
        announceEnd();
        return false;
    }

    @Override
    public boolean closeIfWaiting() {
        if (http2.isOver() || !http2.isIdle()) {
            return false;
        }
        http2.leave(Http2Error.NO_ERROR);
        return true;
    }

    /// A tunnel was made of a stream.
    void opened(Tunnel tunnel) {
        tunnels.add(tunnel);
    }

    void closed(Tunnel tunnel) {
        tunnels.remove(tunnel);
    }

    /// What tunnels have to say at their end is written before.
    @Override
    public void closeNow() {
        List.copyOf(tunnels).forEach(Tunnel::closeNow);
        flushNow();
        channel.close();
    }

    @Override
    public void expired() {
        if (http2.isOver() || halfClosed) {
            ChannelClose.cut(channel);
            return;
        }
        if (owedSince != NOT && now() - owedSince >= ticks.header()) {
            http2.fail(Http2Error.ENHANCE_YOUR_CALM);
            return;
        }
        http2.look();
        if (http2.isOver()) {
            return;
        }
        if (isStalled()) {
            ChannelClose.cut(channel);
            return;
        }
        lookAgain();
        flushNow();
    }

    /// Whether the client has taken nothing for too long of what is on its way.
    private boolean isStalled() {
        if (outflow.unsentBytes() == 0) {
            stalledSince = NOT;
            return false;
        }
        if (stalledSince == NOT) {
            outflow.watch();
            stalledSince = now();
        }
        if (outflow.advances()) {
            stalledSince = now();
        }
        return now() - stalledSince >= ticks.send();
    }

    private void lookAgain() {
        long rested = now() - restingSince;
        if (!http2.isIdle() || http2.isEnding() || stalledSince != NOT) {
            deadline.in(LOOK_TICKS);
        } else if (rested >= ticks.keepAlive()) {
            http2.leave(Http2Error.NO_ERROR);
        } else if (owedSince == NOT) {
            deadline.in(ticks.keepAlive() - rested);
        } else {
            deadline.in(Math.max(1, ticks.header() - (now() - owedSince)));
        }
    }

    DownstreamConnection connection() {
        return connection;
    }
}
