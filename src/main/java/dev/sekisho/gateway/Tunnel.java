package dev.sekisho.gateway;

import dev.sekisho.gateway.TunnelCounts.End;
import dev.sekisho.gateway.clock.Deadline;
import dev.sekisho.gateway.clock.Expirable;
import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.gateway.upstream.ChannelClose;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import dev.sekisho.gateway.upstream.UpstreamUser;
import dev.sekisho.model.http.ForwardPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import org.jspecify.annotations.Nullable;

/// A client and the connection of a pod of which what comes from one goes to the other as it is:
/// those that have left HTTP, and those whose TLS is passed through.
///
/// Neither is read from while the other does not take what it is sent. Each side can end alone; the
/// tunnel is over when both have, when one breaks, or when nothing moves for too long. What is
/// written then still goes out, for as long as it is taken. What one side breaks off is broken off
/// for the other.
final class Tunnel implements ClientSession, UpstreamUser, Expirable {

    /// Hears of the end: so many bytes went to the pod, and so many to the client.
    interface Owner {
        void tunnelEnded(long up, long down);
    }

    /// Where a tunnel is counted, how long it may be idle or stalled, and what is said to both
    /// sides when service ends.
    record Terms(TunnelCounts counts, ForwardPolicy policy, @Nullable Goodbye goodbye) {}

    private final GatewayLoop loop;
    private final Owner owner;
    private final TunnelCounts counts;
    private final TunnelClient client;
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
            Terms terms,
            TunnelClient client,
            UpstreamConnection pod,
            Owner owner) {
        this.loop = loop;
        this.owner = owner;
        this.counts = terms.counts();
        this.client = client;
        this.pod = pod;
        this.deadline = new Deadline(loop.wheel(), this);
        this.idleTicks = TimerWheel.ticks(terms.policy().read());
        this.podTicks = TimerWheel.ticks(terms.policy().send());
        this.clientTicks = loop.plane().ticks().send();
        this.goodbye = terms.goodbye();
    }

    /// Takes over; `first` is what the pod sent after its 101.
    void begin(ByteBuf first) {
        begin();
        upstreamReceived(first);
    }

    /// Takes over.
    void begin() {
        counts.open();
        pod.handOver(this);
        deadline.in(idleTicks);
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
        counts.up(bytes);
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
            client.pauseReads();
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
            client.resumeReads();
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
        counts.down(bytes);
        if (goodbye != null) {
            goodbye.fromPod(in);
        }
        client.write(in);
        moved();
        holdPodIfFull();
    }

    /// Reads no more from the pod where the client takes less than it is sent.
    void holdPodIfFull() {
        if (!over && !flooded && client.isFull()) {
            flooded = true;
            pod.pauseReads();
            client.watch();
            deadline.in(clientTicks);
        }
    }

    @Override
    public void upstreamReadComplete() {
        client.flush();
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
        if (clientEnded || !client.endOutput()) {
            finish(End.POD);
        }
    }

    /// Ends both sides, each once it has taken what was written to it.
    private void finish(End end) {
        ended(end);
        awaitClient(client.closeAfterWrites());
        pod.closeAfterWrites(podTicks, ChannelFutureListener.CLOSE);
    }

    /// As `finish`, but neither side can take what it got for whole.
    private void breakOff(End end) {
        ended(end);
        awaitClient(client.cutAfterWrites());
        pod.closeAfterWrites(podTicks, ChannelClose.CUT);
    }

    private void ended(End end) {
        over = true;
        counts.ended(end);
        owner.tunnelEnded(up, down);
    }

    private void awaitClient(boolean takes) {
        if (takes) {
            deadline.in(clientTicks);
        } else {
            deadline.cancel();
        }
    }

    /// The client is gone. Over TLS that is how it ends its side.
    @Override
    public void gone() {
        if (!over) {
            finish(End.CLIENT);
        }
        deadline.cancel();
    }

    @Override
    public void broken() {
        if (!over) {
            breakOff(End.CLIENT);
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
        if (!over) {
            breakOff(End.POD);
        }
    }

    @Override
    public void upstreamTimedOut() {
        if (!over) {
            breakOff(End.STALLED);
        }
        pod.cut();
    }

    @Override
    public void upstreamFault(RuntimeException bug) {
        loop.plane().bugs().add(bug);
        upstreamBroken();
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
        if (client.advances()) {
            deadline.in(clientTicks);
            return;
        }
        if (!over) {
            breakOff(End.STALLED);
        }
        client.cut();
        deadline.cancel();
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
        client.closeNow();
    }

    private void sayGoodbye() {
        Goodbye last = goodbye;
        if (last == null) {
            return;
        }
        if (!podEnded && last.fitsToClient()) {
            client.write(Unpooled.wrappedBuffer(Goodbye.TO_CLIENT));
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
