package dev.sekisho.gateway;

import dev.sekisho.gateway.upstream.ChannelClose;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslHandler;

/// The ways in which a connection to a client ends.
@SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to be done if an end fails.
final class ChannelEnd {

    private static final ChannelFutureListener END_OUTPUT =
            future -> ((DuplexChannel) future.channel()).shutdownOutput();

    private ChannelEnd() {}

    /// Closes once everything is written.
    static void afterWrites(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelFutureListener.CLOSE);
    }

    /// Ends our side once everything is written, and goes on reading.
    static void ofOutput(Channel channel) {
        var written = channel.writeAndFlush(Unpooled.EMPTY_BUFFER);
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        if (tls == null) {
            written.addListener(END_OUTPUT);
        } else {
            tls.closeOutbound().addListener(_ -> ((DuplexChannel) channel).shutdownOutput());
        }
    }

    /// Resets the connection once everything is written.
    static void cutAfterWrites(Channel channel) {
        channel.writeAndFlush(Unpooled.EMPTY_BUFFER).addListener(ChannelClose.CUT);
    }
}
