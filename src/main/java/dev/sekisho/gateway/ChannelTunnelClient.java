package dev.sekisho.gateway;

import dev.sekisho.gateway.upstream.ChannelClose;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;

/// A client whose whole connection is the tunnel.
@SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to be done if a close fails.
final class ChannelTunnelClient implements TunnelClient {

    private final Channel channel;
    private final Outflow outflow;

    ChannelTunnelClient(Outflow outflow) {
        this.channel = outflow.channel();
        this.outflow = outflow;
    }

    @Override
    public void write(ByteBuf out) {
        outflow.write(out);
    }

    @Override
    public void flush() {
        outflow.flush();
    }

    @Override
    public boolean isFull() {
        return outflow.isFull();
    }

    @Override
    public void watch() {
        outflow.watch();
    }

    @Override
    public boolean advances() {
        return outflow.advances();
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
    public boolean endOutput() {
        ChannelEnd.ofOutput(channel);
        return true;
    }

    @Override
    public boolean closeAfterWrites() {
        outflow.watch();
        ChannelEnd.afterWrites(channel);
        return true;
    }

    @Override
    public boolean cutAfterWrites() {
        outflow.watch();
        ChannelEnd.cutAfterWrites(channel);
        return true;
    }

    @Override
    public void cut() {
        ChannelClose.cut(channel);
    }

    @Override
    public void closeNow() {
        if (outflow.unsentBytes() > 0) {
            channel.close();
        }
    }
}
