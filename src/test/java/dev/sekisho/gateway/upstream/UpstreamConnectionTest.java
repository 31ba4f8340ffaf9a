package dev.sekisho.gateway.upstream;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.Dead;
import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.http.Balancing;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.EventLoop;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import java.io.IOException;
import java.net.ConnectException;
import java.net.NoRouteToHostException;
import java.time.Duration;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

class UpstreamConnectionTest {

    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    private final List<Channel> channels = new CopyOnWriteArrayList<>();

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 1, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private NioSocketChannel channel() {
        NioSocketChannel channel = new NioSocketChannel();
        channels.add(channel);
        return channel;
    }

    private UpstreamPools pools(EventLoop loop) {
        return new UpstreamPools(
                loop,
                new TimerWheel(),
                UpstreamSettings.DEFAULT,
                this::channel,
                Map.of(),
                (_, _, _) -> {
                    throw new IllegalStateException("no TLS in this test");
                },
                new Ejections(3, System::nanoTime));
    }

    @Test
    void aConnectThatNobodyWaitsForAnyMoreIsCancelled() throws IOException {
        EventLoop loop = group.next();
        UpstreamPools pools = pools(loop);
        try (Dead silent = Dead.silent()) {
            EndpointPool endpoint =
                    pools.endpoint(new PodAddress(silent.endpoint(), BackendProtocol.HTTP));
            UpstreamLink connecting =
                    loop.submit(() -> endpoint.connect(new Nobody(), 1000))
                            .syncUninterruptibly()
                            .getNow();
            await().until(() -> channels.getFirst().isOpen());

            loop.submit(connecting::discard).syncUninterruptibly();

            await().until(() -> channels.getFirst().closeFuture().isDone());
            assertThat(endpoint.inFlight()).isZero();
        }
    }

    /// Until then an event of the last owner of its socket's number may be waiting.
    @Test
    void noEventReachesAConnectionBeforeTheTaskThatOpensIt() throws IOException {
        EventLoop loop = group.next();
        UpstreamPools pools = pools(loop);
        try (Dead silent = Dead.silent()) {
            EndpointPool endpoint =
                    pools.endpoint(new PodAddress(silent.endpoint(), BackendProtocol.HTTP));
            boolean registered =
                    loop.submit(
                                    () -> {
                                        endpoint.connect(new Nobody(), 1000);
                                        return channels.getFirst().isRegistered();
                                    })
                            .syncUninterruptibly()
                            .getNow();

            assertThat(registered).isFalse();
            await().until(() -> channels.getFirst().isRegistered());
        }
    }

    /// Those who count channels hear of the end by `closeFuture`.
    @Test
    void aConnectGivenUpBeforeItBeganIsNotMade() throws IOException {
        EventLoop loop = group.next();
        UpstreamPools pools = pools(loop);
        try (Dead silent = Dead.silent()) {
            EndpointPool endpoint =
                    pools.endpoint(new PodAddress(silent.endpoint(), BackendProtocol.HTTP));
            loop.submit(() -> endpoint.connect(new Nobody(), 1000).discard()).syncUninterruptibly();
            loop.submit(() -> {}).syncUninterruptibly();

            assertThat(channels.getFirst().isOpen()).isFalse();
            assertThat(channels.getFirst().closeFuture().isDone()).isTrue();
            await().until(() -> !channels.getFirst().isRegistered());
            assertThat(endpoint.inFlight()).isZero();
        }
    }

    @Test
    void aProbeOfAnEjectedEndpointTakesNoPooledConnection() {
        BackendTrial trial = new BackendTrial(new Balancing.RoundRobin(), 2);
        BackendEndpoint endpoint = trial.numbered(1);
        new UpstreamConnection(endpoint.connections(), new EmbeddedChannel(), new Nobody())
                .release();
        trial.eject(1);
        trial.pass(Duration.ofSeconds(6));

        assertThat(endpoint.health().admits()).isTrue();
        assertThat(endpoint.take(new Nobody(), Long.MAX_VALUE)).isNull();

        endpoint.connected();
        assertThat(endpoint.take(new Nobody(), Long.MAX_VALUE)).isNotNull();
    }

    @Test
    void aHostWithoutARouteToItIsLost() {
        assertThat(afterFailedConnect(new NoRouteToHostException()).isLost()).isTrue();
        assertThat(afterFailedConnect(new ConnectException()).isLost()).isFalse();
    }

    private static UpstreamConnection afterFailedConnect(IOException cause) {
        BackendTrial trial = new BackendTrial(new Balancing.RoundRobin(), 1);
        EmbeddedChannel channel = new EmbeddedChannel();
        UpstreamConnection connection =
                new UpstreamConnection(trial.numbered(1).connections(), channel, new Nobody());
        connection.operationComplete(channel.newFailedFuture(cause));
        return connection;
    }

    @Test
    void aUserThatThrowsWhenItHearsTheEndIsTold() {
        BackendTrial trial = new BackendTrial(new Balancing.RoundRobin(), 1);
        EmbeddedChannel channel = new EmbeddedChannel();
        Nobody user = new Nobody();
        UpstreamConnection connection =
                new UpstreamConnection(trial.numbered(1).connections(), channel, user);
        channel.pipeline().addLast(connection);

        channel.finish();

        assertThat(user.fault).hasMessage("nobody uses the connection");
    }

    @Test
    void aUserThatThrowsWhenItGetsBytesIsToldAndTheConnectionIsClosed() {
        BackendTrial trial = new BackendTrial(new Balancing.RoundRobin(), 1);
        EmbeddedChannel channel = new EmbeddedChannel();
        Nobody user = new Nobody();
        channel.pipeline()
                .addLast(new UpstreamConnection(trial.numbered(1).connections(), channel, user));

        channel.writeInbound(Unpooled.EMPTY_BUFFER);

        assertThat(user.fault).hasMessage("nobody uses the connection");
        assertThat(channel.isOpen()).isFalse();
    }

    /// Hears nothing.
    private static final class Nobody implements UpstreamUser {

        private @Nullable RuntimeException fault;

        private static RuntimeException unexpected() {
            return new IllegalStateException("nobody uses the connection");
        }

        @Override
        public void upstreamFault(RuntimeException bug) {
            fault = bug;
        }

        @Override
        public void upstreamConnected() {
            throw unexpected();
        }

        @Override
        public void upstreamRefused() {
            throw unexpected();
        }

        @Override
        public void upstreamConnectTimedOut() {
            throw unexpected();
        }

        @Override
        public void upstreamReceived(ByteBuf in) {
            throw unexpected();
        }

        @Override
        public void upstreamReadComplete() {
            throw unexpected();
        }

        @Override
        public void upstreamWritabilityChanged() {
            throw unexpected();
        }

        @Override
        public void upstreamInputEnded() {
            throw unexpected();
        }

        @Override
        public void upstreamEnded() {
            throw unexpected();
        }

        @Override
        public void upstreamBroken() {
            throw unexpected();
        }

        @Override
        public void upstreamTimedOut() {
            throw unexpected();
        }
    }
}
