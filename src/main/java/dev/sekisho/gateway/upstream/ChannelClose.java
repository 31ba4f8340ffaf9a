package dev.sekisho.gateway.upstream;

import io.netty.channel.Channel;

/// Closes channels, also those that no loop has yet.
@SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to be done if a close fails.
final class ChannelClose {

    private ChannelClose() {}

    static void of(Channel channel) {
        if (channel.isRegistered()) {
            channel.close();
        } else {
            channel.unsafe().closeForcibly();
        }
    }
}
