package dev.sekisho.gateway.upstream;

import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;

/// Closes channels. One that no loop has yet is closed as soon as its loop has it: before that it
/// could not tell those who count it.
@SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to be done if a close fails.
final class ChannelClose {

    private static final OnceRegistered ONCE_REGISTERED = new OnceRegistered();

    private ChannelClose() {}

    static void of(Channel channel) {
        if (channel.isRegistered()) {
            channel.close();
        } else {
            channel.pipeline().addLast(ONCE_REGISTERED);
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
