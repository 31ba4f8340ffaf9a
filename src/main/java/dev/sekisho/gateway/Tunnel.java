package dev.sekisho.gateway;

import dev.sekisho.gateway.TunnelCounts.End;
import dev.sekisho.gateway.clock.Deadline;
import dev.sekisho.gateway.clock.Expirable;
import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.gateway.upgrade.Offer;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import dev.sekisho.gateway.upstream.UpstreamUser;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import org.jspecify.annotations.Nullable;

/// The connections of a client and of a pod that have left HTTP by 101: what comes from one goes to
/// the other as it is.
///
/// Neither is read from while the other does not take what it is sent. Each side can end alone; the
/// tunnel is over when both have, when one breaks, or when nothing moves for too long. What is
/// written then still goes out, for as long as it is taken.
@SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to be done if a close fails.
final class Tunnel implements ClientSession, UpstreamUser, Expirable {

    private final GatewayLoop loop;
    private final Exchange exchange;
    private final Channel channel;
    private final Outflow outflow;
    private final UpstreamConnection pod;
    private final Deadline deadline;
    private final long idleTicks;
    private final long podTicks;
    private final long clientTicks;
    private final @Nullable Goodbye goodbye;
    private long up;
    private long down;
    private boolean dirty;
    private boolean flooded;
    private boolean clientEnded;
    private boolean podEnded;
    private boolean over;

    Tunnel(
            GatewayLoop loop,
            Exchange exchange,
            Channel channel,
            Outflow outflow,
            UpstreamConnection pod) {
        this.loop = loop;
        this.exchange = exchange;
        this.channel = channel;
        this.outflow = outflow;
        this.pod = pod;
        this.deadline = new Deadline(loop.wheel(), this);
        Forwarding forwarding = exchange.forwarding();
        this.idleTicks = TimerWheel.ticks(forwarding.policy().read());
        this.podTicks = TimerWheel.ticks(forwarding.policy().send());
        this.clientTicks = loop.plane().ticks().send();
        this.goodbye = forwarding.head().offer() == Offer.WEBSOCKET ? new Goodbye() : null;
    }

    /// Takes over; `first` is what the pod sent after its 101.
    void begin(ByteBuf first) {
        loop.tunnels().open();
        pod.handOver(this);
        deadline.in(idleTicks);
        upstreamReceived(first);
    }

    /// Something moved.
    private void moved() {
        if (!flooded) {
            deadline.in(idleTicks);
        }
    }

    @Override
    public void received(ByteBuf in) {
        if (over || clientEnded) {
            in.release();
            return;
        }
        int bytes = in.readableBytes();
        up += bytes;
        loop.tunnels().up(bytes);
        if (goodbye != null) {
            goodbye.fromClient(in);
        }
        pod.write(in);
        dirty = true;
        moved();
        if (!pod.isWritable()) {
            holdClient();
        }
    }

    private void holdClient() {
        readComplete();
        if (!pod.isWritable()) {
            pod.expectTaken(podTicks);
            channel.config().setAutoRead(false);
        }
    }

    @Override
    public void readComplete() {
        if (dirty) {
            dirty = false;
            pod.flush();
        }
    }

    @Override
    public void upstreamWritabilityChanged() {
        if (!over && pod.isWritable()) {
            pod.expectNothing();
            if (!channel.config().isAutoRead()) {
                channel.config().setAutoRead(true);
            }
        }
    }

    @Override
    public void upstreamReceived(ByteBuf in) {
        if (over || podEnded) {
            in.release();
            return;
        }
        int bytes = in.readableBytes();
        down += bytes;
        loop.tunnels().down(bytes);
        if (goodbye != null) {
            goodbye.fromPod(in);
        }
        outflow.write(in);
        moved();
        if (!flooded && outflow.isFull()) {
            holdPod();
        }
    }

    private void holdPod() {
        flooded = true;
        pod.pauseReads();
        awaitClient();
    }

    private void awaitClient() {
        outflow.watch();
        deadline.in(clientTicks);
    }

    @Override
    public void upstreamReadComplete() {
        outflow.flush();
    }

    @Override
    public void takesMore() {
        if (flooded && !over) {
            flooded = false;
            moved();
            pod.resumeReads();
        }
    }

    @Override
    public void inputEnded() {
        if (over || clientEnded) {
            return;
        }
        clientEnded = true;
        if (podEnded) {
            finish(End.CLIENT);
        } else {
            pod.endOutput();
        }
    }

    @Override
    public void upstreamInputEnded() {
        if (over || podEnded) {
            return;
        }
        podEnded = true;
        if (clientEnded) {
            finish(End.POD);
        } else {
            ChannelEnd.ofOutput(channel);
        }
    }

    /// Ends both sides, each once it has taken what was written to it.
    private void finish(End end) {
        over = true;
        loop.tunnels().ended(end);
        exchange.tunnelEnded(up, down);
        awaitClient();
        ChannelEnd.afterWrites(channel);
        pod.closeAfterWrites(podTicks);
    }

    /// The client is gone.
    @Override
    public void gone() {
        if (!over) {
            finish(End.CLIENT);
        }
        deadline.cancel();
    }

    @Override
    public void upstreamEnded() {
        if (!over) {
            finish(End.POD);
        }
    }

    @Override
    public void upstreamBroken() {
        upstreamEnded();
    }

    @Override
    public void upstreamTimedOut() {
        if (!over) {
            finish(End.STALLED);
        }
        pod.discard();
    }

    @Override
    public void upstreamFault(RuntimeException bug) {
        loop.plane().bugs().add(bug);
        upstreamEnded();
    }

    @Override
    public void expired() {
        if (flooded || over) {
            clientExpired();
        } else if (pod.isWritable()) {
            finish(End.IDLE);
        } else {
            moved();
        }
    }

    private void clientExpired() {
        if (outflow.advances()) {
            deadline.in(clientTicks);
            return;
        }
        if (!over) {
            finish(End.STALLED);
        }
        ChannelEnd.cut(channel);
    }

    @Override
    public boolean closeIfIdle() {
        return false;
    }

    @Override
    public boolean closeIfWaiting() {
        return false;
    }

    @Override
    public void closeNow() {
        if (!over) {
            sayGoodbye();
            finish(End.SHUTDOWN);
        }
        if (outflow.unsentBytes() > 0) {
            channel.close();
        }
    }

    private void sayGoodbye() {
        Goodbye last = goodbye;
        if (last == null) {
            return;
        }
        if (!podEnded && last.fitsToClient()) {
            outflow.write(Unpooled.wrappedBuffer(Goodbye.TO_CLIENT));
        }
        if (!clientEnded && last.fitsToPod()) {
            pod.write(Unpooled.wrappedBuffer(Goodbye.TO_POD));
        }
    }

    @Override
    public void secured() {}

    @Override
    public void upstreamConnected() {}

    @Override
    public void upstreamRefused() {}

    @Override
    public void upstreamConnectTimedOut() {}
}
