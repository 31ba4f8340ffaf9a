package dev.sekisho.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;

/// Closes channels. One that no loop has yet is closed as soon as its loop has it: before that it
/// could not tell those who count it.
@SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to be done if a close fails.
public final class ChannelClose {

    /// Resets the connection once what was written has left.
    public static final ChannelFutureListener CUT = written -> cut(written.channel());

    private static final OnceRegistered ONCE_REGISTERED = new OnceRegistered();

    private ChannelClose() {}

    static void of(Channel channel) {
        if (channel.isRegistered()) {
            channel.close();
        } else {
            channel.pipeline().addLast(ONCE_REGISTERED);
        }
    }

    /// Resets the connection. Goes past TLS, whose orderly end would make a part look whole.
    public static void cut(Channel channel) {
        if (channel.isOpen()) {
            channel.config().setOption(ChannelOption.SO_LINGER, 0);
            channel.pipeline().firstContext().close();
        }
    }

    @Sharable
    private static final class OnceRegistered extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRegistered(ChannelHandlerContext ctx) {
            ctx.close();
        }
    }
}
