package dev.sekisho.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelFutureListener;
import java.util.concurrent.atomic.AtomicInteger;

/// Makes the upstream sockets of one event loop and counts them.
///
/// A request that is being served goes before connections that wait for one: if descriptors are
/// short, some of those are closed first.
final class UpstreamChannels implements ChannelFactory<Channel>, ChannelFutureListener {

    /// How many are closed at once, because finding them takes a look at all.
    private static final int ROOM = 16;

    private final GatewayLoop loop;
    private final ChannelFactory<? extends Channel> factory;
    private final AtomicInteger open = new AtomicInteger();

    UpstreamChannels(GatewayLoop loop, ChannelFactory<? extends Channel> factory) {
        this.loop = loop;
        this.factory = factory;
    }

    @Override
    public Channel newChannel() {
        Admission admission = loop.plane().admission();
        if (!admission.hasDescriptors() && !admission.hasReserve()) {
            makeRoom();
        }
        Channel channel = make();
        open.incrementAndGet();
        channel.closeFuture().addListener(this);
        return channel;
    }

    private Channel make() {
        try {
            return factory.newChannel();
        } catch (ChannelException none) {
            if (makeRoom() == 0) {
                throw none;
            }
            return factory.newChannel();
        }
    }

    private int makeRoom() {
        return loop.makeRoom(ROOM, Roster.Mercy.NONE);
    }

    @Override
    public void operationComplete(ChannelFuture closed) {
        open.decrementAndGet();
    }

    /// How many there are. For any thread.
    int open() {
        return open.get();
    }
}
