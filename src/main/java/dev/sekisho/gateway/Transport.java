package dev.sekisho.gateway;

import io.netty.channel.Channel;
import io.netty.channel.ChannelFactory;
import io.netty.channel.ChannelOption;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.ServerChannel;
import io.netty.channel.epoll.EpollChannelOption;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.epoll.EpollMode;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.socket.nio.NioServerSocketChannel;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.util.Map;

/// The kinds of channel that fit a group of event loops.
///
/// Epoll is used level-triggered: a short read then needs no second one to see that nothing is
/// left.
record Transport(
        ChannelFactory<? extends ServerChannel> servers,
        ChannelFactory<? extends Channel> clients,
        Map<ChannelOption<?>, Object> options) {

    static Transport of(EventLoopGroup group) {
        return group instanceof EpollEventLoopGroup ? Epolling.TRANSPORT : NIO;
    }

    private static final Transport NIO =
            new Transport(NioServerSocketChannel::new, NioSocketChannel::new, Map.of());

    /// Apart, so that its classes are not touched where there is no epoll.
    private static final class Epolling {
        private static final Transport TRANSPORT =
                new Transport(
                        EpollServerSocketChannel::new,
                        EpollSocketChannel::new,
                        Map.of(EpollChannelOption.EPOLL_MODE, EpollMode.LEVEL_TRIGGERED));
    }
}
