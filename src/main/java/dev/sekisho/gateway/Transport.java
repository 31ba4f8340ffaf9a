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
import io.netty.channel.unix.IntegerUnixChannelOption;
import java.util.Map;

/// The kinds of channel that fit a group of event loops.
///
/// Epoll is used level-triggered: a short read then needs no second one to see that nothing is
/// left.
///
/// A client may vanish without a word while nobody has anything to say on its stream. So the kernel
/// asks it, after a minute; connections inherit that from the socket that they come to. NIO has no
/// word for it there.
record Transport(
        ChannelFactory<? extends ServerChannel> servers,
        ChannelFactory<? extends Channel> clients,
        Map<ChannelOption<?>, Object> options,
        Map<ChannelOption<?>, Object> listening) {

    static Transport of(EventLoopGroup group) {
        return group instanceof EpollEventLoopGroup ? Epolling.TRANSPORT : NIO;
    }

    private static final Transport NIO =
            new Transport(NioServerSocketChannel::new, NioSocketChannel::new, Map.of(), Map.of());

    /// Apart, so that its classes are not touched where there is no epoll.
    private static final class Epolling {

        private static final int SOL_SOCKET = 1;
        private static final int SO_KEEPALIVE = 9;
        private static final int IPPROTO_TCP = 6;
        private static final int TCP_KEEPIDLE = 4;
        private static final int TCP_KEEPINTVL = 5;
        private static final int TCP_KEEPCNT = 6;

        private static final Transport TRANSPORT =
                new Transport(
                        EpollServerSocketChannel::new,
                        EpollSocketChannel::new,
                        Map.of(EpollChannelOption.EPOLL_MODE, EpollMode.LEVEL_TRIGGERED),
                        Map.of(
                                option("SO_KEEPALIVE", SOL_SOCKET, SO_KEEPALIVE), 1,
                                option("TCP_KEEPIDLE", IPPROTO_TCP, TCP_KEEPIDLE), 60,
                                option("TCP_KEEPINTVL", IPPROTO_TCP, TCP_KEEPINTVL), 15,
                                option("TCP_KEEPCNT", IPPROTO_TCP, TCP_KEEPCNT), 4));

        private static ChannelOption<?> option(String name, int level, int number) {
            return new IntegerUnixChannelOption(name, level, number);
        }
    }
}
