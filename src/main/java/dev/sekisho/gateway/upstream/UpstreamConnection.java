package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.clock.Deadline;
import dev.sekisho.gateway.clock.Expirable;
import dev.sekisho.gateway.tls.BackendTlsFailure;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoop;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.util.ReferenceCountUtil;
import java.net.NoRouteToHostException;
import org.jspecify.annotations.Nullable;

/// One connection to one endpoint: connecting, in use by one user, or idle in its pool.
@SuppressWarnings("FutureReturnValueIgnored") // A failed write comes back as an exception caught.
public final class UpstreamConnection extends ChannelInboundHandlerAdapter
        implements Expirable, ChannelFutureListener, UpstreamLink {

    /// A quarter of a second at least.
    private static final long SETTLING_TICKS = 2;

    private final EndpointPool pool;
    private final Channel channel;
    private final Deadline deadline;
    private final PodWait wait;
    private @Nullable UpstreamUser user;
    private boolean settling;
    private long idleSince;
    private int requests;
    private boolean connected;
    private boolean pooled;
    private boolean timedOut;
    private boolean broken;
    private boolean lost;

    UpstreamConnection(EndpointPool pool, Channel channel, UpstreamUser user) {
        this.pool = pool;
        this.channel = channel;
        this.user = user;
        this.deadline = new Deadline(pool.wheel(), this);
        this.wait = new PodWait(channel, deadline);
        pool.userCame();
    }

    /// Ends the use by whoever uses it, and tells who that was.
    private @Nullable UpstreamUser letGo() {
        UpstreamUser last = user;
        if (last != null) {
            user = null;
            pool.userLeft();
        }
        return last;
    }

    void connecting(long ticks) {
        deadline.in(ticks);
    }

    /// Only a task of the loop may call this. Netty finds the channel of an event by the number of
    /// its socket; a number given up while events are handled may be ours by now, and the last
    /// owner's event that is still waiting would be taken for ours.
    void open(EventLoop loop) {
        loop.register(channel);
        if (!channel.isOpen()) {
            refused();
            return;
        }
        channel.connect(pool.address()).addListener(this);
    }

    @Override
    public void operationComplete(ChannelFuture future) {
        UpstreamUser waiting = user;
        try {
            connectEnded(future);
        } catch (RuntimeException bug) {
            fail(waiting, bug);
        }
    }

    /// Whoever was told something and threw must not wait for more: no other call would come.
    private void fail(@Nullable UpstreamUser affected, RuntimeException bug) {
        letGo();
        close();
        if (affected != null) {
            affected.upstreamFault(bug);
        }
    }

    private void connectEnded(ChannelFuture future) {
        if (!future.isSuccess()) {
            lost = future.cause() instanceof NoRouteToHostException;
            refused();
            return;
        }
        connected = true;
        deadline.clear();
        if (user == null) {
            close();
        } else {
            user.upstreamConnected();
        }
    }

    private void refused() {
        close();
        UpstreamUser waiting = letGo();
        if (waiting != null && timedOut) {
            waiting.upstreamConnectTimedOut();
        } else if (waiting != null) {
            waiting.upstreamRefused();
        }
    }

    /// Hands an idle connection to its next user.
    void use(UpstreamUser next) {
        pooled = true;
        user = next;
        pool.userCame();
    }

    void idle(long ticks) {
        idleSince = pool.wheel().now();
        wait.expectNothing();
        deadline.in(ticks);
    }

    /// How long it has been waiting in the pool.
    long idleTicks() {
        return pool.wheel().now() - idleSince;
    }

    boolean isUsable() {
        return channel.isActive() && user == null;
    }

    int requests() {
        return requests;
    }

    @Override
    public boolean isPooled() {
        return pooled;
    }

    @Override
    public @Nullable BackendTlsFailure tlsFailure() {
        return Encrypted.failure(channel);
    }

    @Override
    public void requestStarted() {
        requests++;
    }

    @Override
    public void expectIn(long ticks) {
        wait.expectIn(ticks);
    }

    @Override
    public void expectTaken(long ticks) {
        wait.expectTaken(ticks);
    }

    @Override
    public void expectNothing() {
        wait.expectNothing();
        deadline.clear();
    }

    @Override
    public void write(ByteBuf out) {
        channel.write(out, channel.voidPromise());
    }

    @Override
    public void flush() {
        channel.flush();
    }

    @Override
    public boolean isWritable() {
        return channel.isWritable();
    }

    @Override
    public void pauseReads() {
        channel.config().setAutoRead(false);
    }

    @Override
    public void resumeReads() {
        if (!channel.config().isAutoRead()) {
            channel.config().setAutoRead(true);
        }
    }

    @Override
    public void release() {
        if (isLeftClean()) {
            pool.offer(this);
        }
    }

    /// A moment later, and only if nothing comes until then: a pod that sends the body all the same
    /// would have it taken for the next response; once it was seen to, nothing is given back. Only
    /// some wait at a time, so that many such requests do not take many connections.
    @Override
    public void releaseLater() {
        if (!isLeftClean()) {
            return;
        }
        if (pool.sendsUnasked()) {
            close();
        } else if (pool.mayWait()) {
            settling = true;
            pool.waits(1);
            deadline.in(SETTLING_TICKS);
        } else {
            pool.offer(this);
        }
    }

    private boolean settles() {
        boolean settled = settling;
        if (settled) {
            settling = false;
            pool.waits(-1);
        }
        return settled;
    }

    private boolean isLeftClean() {
        letGo();
        if (hasUnsentBytes()) {
            close();
            return false;
        }
        resumeReads();
        return true;
    }

    /// Makes `next` its user for good; from now on each side can end alone.
    public void handOver(UpstreamUser next) {
        user = next;
        expectNothing();
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        resumeReads();
    }

    /// Ends our side once everything is written.
    public void endOutput() {
        Encrypted.endOutput(channel);
    }

    /// Closes in this way once everything is written, or the pod takes nothing for so many ticks.
    public void closeAfterWrites(long ticks, ChannelFutureListener way) {
        if (channel.isOpen()) {
            expectTaken(ticks);
            channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(way);
        }
    }

    @Override
    public boolean hasUnsentBytes() {
        var pending = channel.unsafe().outboundBuffer();
        return pending == null || !pending.isEmpty();
    }

    @Override
    public void discard() {
        letGo();
        close();
    }

    /// As `discard`, with a reset.
    public void cut() {
        letGo();
        ChannelClose.cut(channel);
    }

    void close() {
        deadline.cancel();
        ChannelClose.of(channel);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        if (user == null) {
            ReferenceCountUtil.release(message);
            if (settles()) {
                pool.sentUnasked();
            }
            close();
            return;
        }
        user.upstreamReceived((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        if (user != null) {
            user.upstreamReadComplete();
        }
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (user != null) {
            user.upstreamWritabilityChanged();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        if (event instanceof ChannelInputShutdownEvent && user != null) {
            user.upstreamInputEnded();
        }
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        deadline.cancel();
        settles();
        pool.remove(this);
        UpstreamUser affected = letGo();
        if (affected == null) {
            return;
        }
        try {
            tellEnd(affected);
        } catch (RuntimeException bug) {
            fail(affected, bug);
        }
    }

    private void tellEnd(UpstreamUser affected) {
        if (broken) {
            affected.upstreamBroken();
        } else {
            affected.upstreamEnded();
        }
    }

    @Override
    @SuppressWarnings("deprecation")
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken = true;
        if (cause instanceof RuntimeException bug) {
            fail(user, bug);
        } else {
            channel.close();
        }
    }

    @Override
    public void expired() {
        if (!connected) {
            timedOut = true;
            Encrypted.timedOut(channel);
            ChannelClose.of(channel);
            return;
        }
        if (settles()) {
            pool.offer(this);
        } else if (user == null) {
            pool.remove(this);
            close();
        } else if (wait.isForNobody()) {
            lose();
        } else if (!wait.goesOn()) {
            user.upstreamTimedOut();
        }
    }

    /// What waits in the pool leads to the same host, and would cost the next requests as much.
    private void lose() {
        lost = true;
        broken = true;
        pool.closeIdle();
        ChannelClose.of(channel);
    }

    @Override
    public boolean isFirstToFail() {
        return true;
    }

    @Override
    public boolean isLost() {
        return lost;
    }
}
