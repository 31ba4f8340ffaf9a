package dev.sekisho.gateway.upstream;

import dev.sekisho.gateway.clock.Deadline;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.epoll.EpollSocketChannel;

/// How long one connection waits for its pod: to answer, or to take what is sent.
///
/// A wait of some length is looked at on the way. Where the pod's host is gone, nothing that was
/// sent is acknowledged, and the kernel alone would go on sending it for a quarter of an hour.
final class PodWait {

    private static final long NOTHING = -1;

    /// About as long as a connect to a host that is gone may take.
    private static final long LOOK_TICKS = 20;

    /// After this many times the kernel has waited longer than three seconds.
    private static final int RETRANSMITS = 4;

    private final Channel channel;
    private final Deadline deadline;
    private long answerTicks = NOTHING;
    private long takingTicks = NOTHING;
    private long unsentSeen;

    PodWait(Channel channel, Deadline deadline) {
        this.channel = channel;
        this.deadline = deadline;
    }

    /// Ends the wait in so many ticks.
    void expectIn(long ticks) {
        takingTicks = NOTHING;
        part(ticks);
    }

    private void part(long ticks) {
        long part = Math.min(ticks, LOOK_TICKS);
        answerTicks = ticks - part;
        deadline.in(part);
    }

    /// Ends the wait unless in so many ticks the pod takes something of what is queued: then it has
    /// as many again. Looked at when the time is over, not with each write.
    void expectTaken(long ticks) {
        if (takingTicks != ticks) {
            answerTicks = NOTHING;
            takingTicks = ticks;
            unsentSeen = unsentBytes();
            deadline.in(ticks);
        }
    }

    /// Waits for ever, or for something that is not the pod.
    void expectNothing() {
        answerTicks = NOTHING;
        takingTicks = NOTHING;
    }

    /// The deadline has come; whether the wait goes on.
    boolean goesOn() {
        if (answerTicks > 0) {
            part(answerTicks);
            return true;
        }
        if (takesSome()) {
            deadline.in(takingTicks);
            return true;
        }
        return false;
    }

    private boolean takesSome() {
        long unsent = unsentBytes();
        boolean some = takingTicks != NOTHING && unsent < unsentSeen;
        unsentSeen = unsent;
        return some;
    }

    private long unsentBytes() {
        var buffer = channel.unsafe().outboundBuffer();
        return buffer == null ? 0 : buffer.totalPendingWriteBytes() - buffer.currentProgress();
    }

    /// Whether the pod's host acknowledges nothing, as far as the kernel tells. A pod that is only
    /// slow, or whose buffers are full, has a kernel that acknowledges.
    boolean isForNobody() {
        try {
            return channel instanceof EpollSocketChannel socket && isForNobody(socket);
        } catch (ChannelException closed) {
            return false;
        }
    }

    private static boolean isForNobody(EpollSocketChannel socket) {
        var info = socket.tcpInfo();
        return info.unacked() > 0 && info.retransmits() >= RETRANSMITS;
    }
}
