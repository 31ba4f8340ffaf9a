package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HttpVersion;
import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFuture;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.util.ReferenceCountUtil;
import java.net.InetSocketAddress;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;

/// Connects to pods by one engine and keeps what came of it.
abstract class OriginatorTrial {

    static final String NAME = "web.shop.svc";
    static final PodPki PKI = new PodPki("pods");
    static final BackendTls UNVERIFIED = new BackendTls(NAME);
    static final BackendTls VERIFIED = UNVERIFIED.verifiedBy(PKI.authorities());

    /// The alert of a server that speaks older versions only.
    static final byte[] PROTOCOL_VERSION = {21, 3, 1, 0, 2, 2, 70};

    final TlsOriginator originator;
    private final NioEventLoopGroup group = new NioEventLoopGroup(1);
    final List<String> received = new CopyOnWriteArrayList<>();
    final List<Throwable> thrown = new CopyOnWriteArrayList<>();
    @Nullable EncryptedConnection encrypted;

    OriginatorTrial(EngineChoice engine) {
        Engines.settings(engine);
        originator = new TlsOriginator(engine);
    }

    @AfterEach
    void stop() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
        originator.close();
    }

    static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    ChannelFuture connect(BackendTls tls, HttpVersion version, Endpoint endpoint) {
        return new Bootstrap()
                .group(group)
                .channel(NioSocketChannel.class)
                .handler(
                        new ChannelInitializer<Channel>() {
                            @Override
                            protected void initChannel(Channel made) {
                                made.pipeline()
                                        .addLast(originator.newHandler(tls, version, endpoint))
                                        .addLast(new Reader());
                                encrypted = EncryptedConnection.of(made);
                            }
                        })
                .connect(endpoint.address(), endpoint.port())
                .awaitUninterruptibly();
    }

    private final class Reader extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            received.add(((ByteBuf) message).toString(StandardCharsets.ISO_8859_1));
            ReferenceCountUtil.release(message);
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            thrown.add(cause);
            ctx.close().addListener(_ -> {});
        }
    }

    ChannelFuture connect(BackendTls tls, TlsPod pod) {
        return connect(tls, HttpVersion.HTTP_1_1, pod.endpoint());
    }

    void succeeds(BackendTls tls, TlsPod pod) {
        ChannelFuture connected = connect(tls, pod);
        assertThat(connected.cause()).isNull();
        talk(connected.channel());
        connected.channel().close().syncUninterruptibly();
    }

    void talk(Channel channel) {
        int before = received.size();
        channel.writeAndFlush(ByteBufUtil.writeAscii(channel.alloc(), "GET / HTTP/1.1\r\n\r\n"))
                .syncUninterruptibly();
        await().until(() -> received.size() > before);
        assertThat(received.getLast()).startsWith("HTTP/1.1 200 OK");
    }

    void fails(BackendTls tls, TlsPod pod, BackendTlsFailure reason) {
        failsAt(connect(tls, pod), reason);
    }

    void failsAt(ChannelFuture connected, BackendTlsFailure reason) {
        assertThat(connected.isSuccess()).isFalse();
        assertThat(Objects.requireNonNull(encrypted).failure())
                .as(String.valueOf(connected.cause()))
                .isEqualTo(reason);
        assertThat(failures(reason)).isEqualTo(1);
        connected.channel().closeFuture().syncUninterruptibly();
    }

    double failures(BackendTlsFailure reason) {
        double[] value = {-1};
        originator.collect(
                new LabelledMetric(
                        "sekisho_upstream_tls_failures_total", reason.text(), v -> value[0] = v));
        return value[0];
    }

    static Consumer<SSLParameters> only(String protocol) {
        return parameters -> parameters.setProtocols(new String[] {protocol});
    }

    static Consumer<SSLParameters> demanding(String protocol) {
        return parameters -> {
            parameters.setProtocols(new String[] {protocol});
            parameters.setNeedClientAuth(true);
        };
    }

    static Consumer<SSLParameters> offering(String... protocols) {
        return parameters -> parameters.setApplicationProtocols(protocols);
    }

    Channel slowly(Endpoint endpoint) {
        NioSocketChannel channel = new NioSocketChannel();
        channel.pipeline()
                .addLast(originator.newHandler(UNVERIFIED, HttpVersion.HTTP_1_1, endpoint))
                .addLast(new Reader());
        encrypted = EncryptedConnection.of(channel);
        group.register(channel).syncUninterruptibly();
        channel.connect(new InetSocketAddress(endpoint.address(), endpoint.port()))
                .addListener(_ -> {});
        return channel;
    }
}
