package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.netty.channel.epoll.Epoll;
import io.netty.channel.epoll.EpollServerSocketChannel;
import io.netty.channel.epoll.EpollSocketChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.vertx.core.Vertx;
import io.vertx.core.VertxOptions;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;

/// The kind of channel follows the event loops that the platform gives us.
class TransportTest {

    /// What the JVM uses on Linux. A group that is only wrapped, or of another kind than expected,
    /// would be served over NIO without a word.
    @Test
    @SuppressWarnings("deprecation") // There is no other way to the loops in this version.
    void theLoopsOfThePlatformAreServedOverEpoll() throws Exception {
        assumeTrue(Epoll.isAvailable());
        Vertx vertx = Vertx.vertx(new VertxOptions().setPreferNativeTransport(true));
        try {
            Transport transport = Transport.of(vertx.nettyEventLoopGroup());

            assertThat(transport.servers().newChannel())
                    .isInstanceOfSatisfying(
                            EpollServerSocketChannel.class, it -> it.unsafe().closeForcibly());
            assertThat(transport.clients().newChannel())
                    .isInstanceOfSatisfying(
                            EpollSocketChannel.class, it -> it.unsafe().closeForcibly());
        } finally {
            vertx.close().toCompletionStage().toCompletableFuture().get(10, TimeUnit.SECONDS);
        }
    }

    @Test
    void otherLoopsAreServedOverNio() {
        NioEventLoopGroup group = new NioEventLoopGroup(1);
        try {
            assertThat(Transport.of(group).clients().newChannel())
                    .isInstanceOfSatisfying(
                            NioSocketChannel.class, it -> it.unsafe().closeForcibly());
        } finally {
            group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
        }
    }
}
