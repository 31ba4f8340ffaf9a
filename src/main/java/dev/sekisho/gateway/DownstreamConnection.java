package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.Deadline;
import dev.sekisho.gateway.clock.Expirable;
import dev.sekisho.gateway.http1.Progress;
import dev.sekisho.gateway.http1.RequestRule;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import java.net.InetSocketAddress;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One client connection: requests are served one after the other, in the order they came.
///
/// Small while idle: what a request needs is borrowed from the loop for its time.
@SuppressWarnings("FutureReturnValueIgnored") // A failed write comes back as an exception caught.
final class DownstreamConnection extends ChannelInboundHandlerAdapter implements Expirable {

    private static final ChannelFutureListener END_OUTPUT =
            future -> ((DuplexChannel) future.channel()).shutdownOutput();

    private enum State {
        /// Between two requests.
        IDLE,
        /// A head has begun.
        HEAD,
        /// A request is being served.
        BUSY,
        /// The last response is on its way; input is dropped.
        CLOSING
    }

    private final GatewayLoop loop;
    private final Channel channel;
    private final Listener listener;
    private final Deadline deadline;
    @Nullable DownstreamConnection previous;
    @Nullable DownstreamConnection next;
    private @Nullable Peer peer;
    private @Nullable Exchange exchange;
    private final PendingInput pending = new PendingInput();
    private State state = State.IDLE;
    private int served;
    private boolean processing;
    private boolean dirty;
    private boolean flooded;
    private boolean waiting;
    private boolean halfClosed;
    private boolean headAwaited;
    private long unsentSeen;

    DownstreamConnection(GatewayLoop loop, Channel channel, Listener listener) {
        this.loop = loop;
        this.channel = channel;
        this.listener = listener;
        this.deadline = new Deadline(loop.wheel(), this);
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        listener.secure(ctx.pipeline());
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        loop.released();
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        loop.add(this);
        peer =
                new Peer(
                        (InetSocketAddress) channel.remoteAddress(),
                        (InetSocketAddress) channel.localAddress(),
                        listener.listening());
        deadline.in(loop.plane().ticks().header());
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = (ByteBuf) message;
        if (state == State.CLOSING) {
            in.release();
            return;
        }
        input(pending.before(in, channel.alloc()));
    }

    /// Serves what `in` holds; what must wait for the request before it is kept.
    private void input(ByteBuf in) {
        processing = true;
        boolean taking = true;
        while (taking && in.isReadable()) {
            taking = accepts(in);
        }
        processing = false;
        if (in.isReadable() && state != State.CLOSING) {
            pending.keep(in);
            pauseOrResume();
        } else {
            in.release();
        }
    }

    /// Whether something was taken from `in`.
    private boolean accepts(ByteBuf in) {
        switch (state) {
            case IDLE -> {
                exchange = loop.acquire(this);
                state = State.HEAD;
                head(in);
            }
            case HEAD -> head(in);
            case BUSY -> {
                Exchange current = current();
                if (current.body().isComplete()) {
                    return false;
                }
                current.moreBody(in);
                awaitBody();
            }
            case CLOSING -> {
                return false;
            }
        }
        return true;
    }

    private void head(ByteBuf in) {
        Exchange current = current();
        Progress progress = current.request().parse(in);
        switch (progress) {
            case MORE -> awaitHead();
            case REFUSED -> current.refuse(Objects.requireNonNull(current.request().rule()));
            case COMPLETE -> {
                state = State.BUSY;
                headAwaited = false;
                deadline.clear();
                current.begin(in);
                awaitBody();
            }
        }
    }

    /// A head has one deadline from its first byte on; that of a connection's first head runs
    /// already.
    private void awaitHead() {
        if (!headAwaited) {
            headAwaited = true;
            if (served > 0) {
                deadline.in(loop.plane().ticks().header());
            }
        }
    }

    private void awaitBody() {
        Exchange current = exchange;
        if (state == State.BUSY && current != null && !current.body().isComplete() && !waiting) {
            deadline.in(loop.plane().ticks().body());
        }
    }

    private Exchange current() {
        return Objects.requireNonNull(exchange);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (exchange != null) {
            exchange.forwarding().flush();
        }
        flush();
    }

    /// The exchange is over and another may follow.
    void next() {
        exchange = null;
        served++;
        waiting = false;
        state = State.IDLE;
        deadline.in(loop.plane().ticks().keepAlive());
        if (processing) {
            return;
        }
        ByteBuf kept = pending.take();
        pauseOrResume();
        if (kept != null) {
            input(kept);
            if (exchange != null) {
                exchange.forwarding().flush();
            }
        }
        flush();
        if (halfClosed && exchange == null) {
            closeAfterWrites();
        }
    }

    /// Sends what is written, then closes.
    void closeAfterWrites() {
        leave();
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /// Sends what is written, then waits a little for the client to read it: a close at once, with
    /// input unread, would destroy it on its way.
    void linger() {
        if (halfClosed || listener.isSecure()) {
            closeAfterWrites();
            return;
        }
        leave();
        deadline.in(loop.plane().ticks().linger());
        channel.config().setAutoRead(true);
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(END_OUTPUT);
    }

    /// Closes in the middle of a response, so that the client sees that it is not whole.
    void abort() {
        flush();
        leave();
        channel.config().setOption(ChannelOption.SO_LINGER, 0);
        channel.close();
    }

    private void leave() {
        exchange = null;
        state = State.CLOSING;
        dirty = false;
        pending.drop();
        unsentSeen = Long.MAX_VALUE;
        deadline.in(loop.plane().ticks().send());
    }

    void closeIfIdle() {
        if (state == State.IDLE) {
            closeAfterWrites();
        }
    }

    void closeNow() {
        channel.close();
    }

    /// Queues bytes for the client, and takes over one reference to them.
    void write(ByteBuf out) {
        dirty = true;
        channel.write(out, channel.voidPromise());
    }

    void flush() {
        if (dirty) {
            dirty = false;
            channel.flush();
        }
    }

    /// Whether the client takes less than it is sent.
    boolean isFlooded() {
        if (!channel.isWritable()) {
            flush();
        }
        if (channel.isWritable()) {
            return false;
        }
        if (!flooded) {
            flooded = true;
            unsentSeen = Long.MAX_VALUE;
            deadline.in(loop.plane().ticks().send());
        }
        return true;
    }

    /// Stops reading a body that cannot be sent on yet.
    void waitForUpstream() {
        Exchange current = exchange;
        if (current == null || current.body().isComplete()) {
            return;
        }
        waiting = true;
        deadline.clear();
        pauseOrResume();
    }

    void upstreamTakesMore() {
        if (waiting) {
            waiting = false;
            pauseOrResume();
            awaitBody();
        }
    }

    private void pauseOrResume() {
        boolean reads = pending.isEmpty() && !waiting;
        if (channel.config().isAutoRead() != reads) {
            channel.config().setAutoRead(reads);
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (!channel.isWritable() || !flooded) {
            return;
        }
        flooded = false;
        if (exchange != null) {
            deadline.clear();
            exchange.forwarding().resume();
            awaitBody();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event != ChannelInputShutdownEvent.INSTANCE) {
            return;
        }
        if (state != State.BUSY || !current().body().isComplete()) {
            channel.close();
            return;
        }
        halfClosed = true;
        if (!flooded) {
            deadline.in(loop.plane().ticks().halfClose());
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (peer != null) {
            loop.remove(this);
        }
        deadline.cancel();
        Exchange current = exchange;
        exchange = null;
        state = State.CLOSING;
        pending.drop();
        if (current != null) {
            current.cancel();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        channel.close();
    }

    @Override
    public void expired() {
        long unsent = unsentBytes();
        if (unsent > 0 && unsent < unsentSeen) {
            unsentSeen = unsent;
            deadline.in(loop.plane().ticks().send());
            return;
        }
        switch (state) {
            case IDLE -> channel.close();
            case HEAD -> current().refuse(RequestRule.HEADER_TIMEOUT);
            case BUSY -> busyExpired(unsent);
            case CLOSING -> abort();
        }
    }

    private void busyExpired(long unsent) {
        if (unsent > 0 || halfClosed) {
            channel.close();
        } else if (!current().body().isComplete()) {
            current().refuse(RequestRule.BODY_TIMEOUT);
        }
    }

    private long unsentBytes() {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes();
    }

    /// Whether the response to the current request is the last.
    boolean isLast() {
        return served + 1 >= loop.settings().requestsPerConnection()
                || loop.plane().isDraining()
                || (halfClosed && pending.isEmpty());
    }

    Peer peer() {
        return Objects.requireNonNull(peer);
    }

    ByteBufAllocator alloc() {
        return channel.alloc();
    }
}
