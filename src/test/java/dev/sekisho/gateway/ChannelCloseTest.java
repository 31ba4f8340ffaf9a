package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatCode;

import dev.sekisho.gateway.upstream.ChannelClose;
import io.netty.channel.Channel;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.function.Supplier;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

class ChannelCloseTest {

    static List<Supplier<EventLoopGroup>> transports() {
        return List.of(() -> new EpollEventLoopGroup(1), () -> new NioEventLoopGroup(1));
    }

    /// A client may be gone before the end of its pod's connection has been told.
    @ParameterizedTest
    @MethodSource("transports")
    void cuttingWhatIsClosedDoesNothing(Supplier<EventLoopGroup> loops) throws IOException {
        EventLoopGroup group = loops.get();
        try (ServerSocket server = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            Channel channel = connected(group, server);
            channel.close().syncUninterruptibly();

            assertThatCode(() -> group.submit(() -> ChannelClose.cut(channel)).get())
                    .doesNotThrowAnyException();
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }

    private static Channel connected(EventLoopGroup group, ServerSocket server) {
        Channel channel = Transport.of(group).clients().newChannel();
        channel.pipeline().addLast(new ChannelInboundHandlerAdapter());
        group.register(channel).syncUninterruptibly();
        channel.connect(server.getLocalSocketAddress()).syncUninterruptibly();
        assertThat(channel.isActive()).isTrue();
        return channel;
    }
}
