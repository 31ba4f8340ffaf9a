package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.clock.Deadline;
import dev.sekisho.gateway.clock.Expirable;
import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.gateway.http2.PodConnection;
import dev.sekisho.gateway.http2.PodOwner;
import dev.sekisho.gateway.http2.PodStream;
import dev.sekisho.gateway.tls.BackendTlsFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoop;
import io.netty.util.ReferenceCountUtil;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.ArrayDeque;
import org.jspecify.annotations.Nullable;

/// One connection of HTTP/2 to one endpoint, with the streams of many users.
///
/// It is made once the pod has sent its settings: until then nobody knows whether it speaks HTTP/2,
/// and how many streams it takes.
@SuppressWarnings("FutureReturnValueIgnored") // A failed write comes back as an exception caught.
final class StreamConnection extends ChannelInboundHandlerAdapter
        implements PodOwner, Expirable, ChannelFutureListener {

    /// So long without a word while streams are open before the pod is asked for one. Libraries of
    /// gRPC end a connection that is asked more often than every five minutes.
    private static final long SILENCE_TICKS = TimerWheel.ticks(Duration.ofSeconds(310));

    private static final long ANSWER_TICKS = TimerWheel.ticks(Duration.ofSeconds(10));

    private final StreamPool pool;
    private final Channel channel;
    private final Deadline deadline;
    private final ArrayDeque<UpstreamStream> waiting = new ArrayDeque<>(4);
    private final ArrayDeque<UpstreamStream> touched = new ArrayDeque<>(4);
    private final Runnable flushing = this::flushNow;
    private @Nullable PodConnection http2;
    private long connectTicks;
    private long heardAt;
    private int requests;
    private boolean settled;
    private boolean leaving;
    private boolean timedOut;
    private boolean failed;
    private boolean unreachable;
    private boolean asked;
    private boolean reading;
    private boolean flushScheduled;

    StreamConnection(StreamPool pool, Channel channel) {
        this.pool = pool;
        this.channel = channel;
        this.deadline = new Deadline(pool.pools().wheel(), this);
    }

    void connecting(long ticks) {
        connectTicks = ticks;
        deadline.in(ticks);
    }

    /// Only a task of the loop may call this; see `UpstreamConnection.open`.
    void open(EventLoop loop) {
        loop.register(channel);
        if (!channel.isOpen()) {
            gone();
            return;
        }
        channel.connect(pool.endpoint().address()).addListener(this);
    }

    /// The connect attempt is over.
    @Override
    public void operationComplete(ChannelFuture future) {
        if (!future.isSuccess()) {
            unreachable = future.cause() instanceof NoRouteToHostException;
            close();
            gone();
        }
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        PodConnection begun =
                new PodConnection(this, ctx, out -> channel.write(out, channel.voidPromise()));
        http2 = begun;
        begun.begin();
        flushNow();
    }

    boolean isConnecting() {
        return !settled && !leaving;
    }

    boolean isIdle() {
        return settled && !leaving && busy() == 0;
    }

    int waitingCount() {
        return waiting.size();
    }

    /// How many streams are open.
    int busy() {
        return http2 == null ? 0 : http2.openCount();
    }

    /// How many streams more it takes now.
    int room() {
        PodConnection open = http2;
        boolean takes = settled && !leaving && !asked && channel.isActive();
        return takes && open != null ? open.room() : 0;
    }

    /// A stream for `user`, which is to be opened before anything else is done.
    UpstreamStream stream(UpstreamUser user) {
        return new UpstreamStream(this, user, requests > 0);
    }

    void await(UpstreamStream stream) {
        waiting.addLast(stream);
    }

    /// The stream waits no longer.
    void forget(UpstreamStream stream) {
        waiting.remove(stream);
    }

    /// Opens a stream by a request with this header block, and takes over one reference to that.
    PodStream open(ByteBuf block, boolean hasBody, UpstreamStream stream) {
        PodConnection made = http2;
        if (made == null || room() == 0) {
            block.release();
            throw new IllegalStateException("no room for a stream");
        }
        if (busy() == 0) {
            heardAt = now();
            deadline.in(SILENCE_TICKS);
        }
        PodStream opened = made.open(block, hasBody, stream);
        if (++requests >= pool.pools().settings().requests()) {
            leave();
        }
        return opened;
    }

    /// Those that wait are told before anything else: a user whose endpoint was removed meanwhile
    /// goes elsewhere.
    @Override
    public void settled() {
        settled = true;
        if (room() == 0) {
            leave();
            refuse();
            return;
        }
        while (!waiting.isEmpty() && room() > 0) {
            waiting.removeFirst().connected();
        }
        if (busy() == 0) {
            resting();
        }
        moveOn();
    }

    /// A pod that takes no stream at all would take none on another connection.
    private void refuse() {
        for (UpstreamStream one = waiting.poll(); one != null; one = waiting.poll()) {
            one.refused();
        }
    }

    /// The pod takes fewer streams than wait.
    private void moveOn() {
        int left = waiting.size();
        for (int i = 0; i < left; i++) {
            pool.moveOn(waiting.removeFirst(), connectTicks);
        }
    }

    /// A stream's time is over: is the pod still there?
    void suspect() {
        if (!asked && http2 != null && settled) {
            asked = true;
            deadline.in(ANSWER_TICKS);
            http2.ping();
            flushSoon();
        }
    }

    @Override
    public void alive() {
        asked = false;
        watch();
    }

    private void watch() {
        if (busy() == 0) {
            rest();
        } else {
            deadline.in(SILENCE_TICKS);
        }
    }

    private void rest() {
        if (!pool.endpoint().isWanted()) {
            leave();
        } else if (!asked) {
            deadline.in(pool.pools().idleTicks());
        }
    }

    @Override
    public void resting() {
        if (!leaving) {
            rest();
        }
    }

    @Override
    public void leaving() {
        leaving = true;
        pool.remove(this);
    }

    /// Takes no more streams, and ends after the last.
    void leave() {
        leaving();
        if (http2 == null) {
            close();
        } else {
            http2.leave();
            flushSoon();
        }
    }

    /// Whoever waits for it is told by the end of the channel.
    @Override
    public void over() {
        leaving();
        deadline.in(ANSWER_TICKS);
        if (http2 != null) {
            http2.gathered();
        }
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(CLOSE);
    }

    private void close() {
        ChannelClose.of(channel);
    }

    /// There is no connection, or not any more.
    private void gone() {
        deadline.cancel();
        leaving();
        if (http2 != null) {
            http2.gone();
        }
        if (timedOut) {
            for (UpstreamStream one = waiting.poll(); one != null; one = waiting.poll()) {
                one.connectTimedOut();
            }
        }
        refuse();
    }

    /// What came for the stream is to go on when all was read.
    void touch(UpstreamStream stream) {
        touched.addLast(stream);
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
        if (http2 != null) {
            http2.gathered();
            channel.flush();
        }
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        reading = true;
        heardAt = now();
        if (http2 == null || http2.isOver()) {
            ReferenceCountUtil.release(message);
        } else {
            http2.receive((ByteBuf) message);
        }
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        reading = false;
        for (UpstreamStream one = touched.poll(); one != null; one = touched.poll()) {
            one.readComplete();
        }
        flushNow();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            flushSoon();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        reading = false;
        touched.clear();
        gone();
    }

    @Override
    @SuppressWarnings("deprecation")
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        channel.close();
    }

    @Override
    public void expired() {
        PodConnection open = http2;
        if (!settled) {
            timedOut = true;
            Encrypted.timedOut(channel);
            close();
        } else if (open == null || open.isOver() || asked) {
            channel.close();
        } else if (busy() == 0) {
            leave();
        } else if (now() - heardAt >= SILENCE_TICKS) {
            suspect();
        } else {
            deadline.in(SILENCE_TICKS - (now() - heardAt));
        }
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public long now() {
        return pool.pools().wheel().now();
    }

    /// Whether nobody has asked this before.
    boolean isFirstToFail() {
        boolean first = !failed;
        failed = true;
        return first;
    }

    /// Whether it has come to its end, and not a stream of it alone.
    boolean isOver() {
        return http2 != null && http2.isOver();
    }

    /// Whether the way to its host ends before it.
    boolean isUnreachable() {
        return unreachable;
    }

    @Nullable BackendTlsFailure tlsFailure() {
        return Encrypted.failure(channel);
    }

    EndpointPool endpoint() {
        return pool.endpoint();
    }

    ByteBufAllocator alloc() {
        return channel.alloc();
    }
}
