package dev.sekisho.gateway.tls;

import io.netty.bootstrap.Bootstrap;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInitializer;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.SimpleChannelInboundHandler;
import io.netty.channel.nio.NioEventLoopGroup;
import io.netty.channel.socket.nio.NioSocketChannel;
import io.netty.handler.ssl.OpenSslContextOption;
import io.netty.handler.ssl.OpenSslSessionContext;
import io.netty.handler.ssl.OpenSslSessionTicketKey;
import io.netty.handler.ssl.ResumableX509ExtendedTrustManager;
import io.netty.handler.ssl.SslContext;
import io.netty.handler.ssl.SslContextBuilder;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.handler.ssl.SslProvider;
import java.net.InetAddress;
import java.net.Socket;
import java.security.cert.X509Certificate;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLEngine;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.X509ExtendedTrustManager;

/// A client on BoringSSL that offers any of its sessions under whatever name it is told to, which
/// the JDK's never does, and knows whether it was taken.
final class ResumingClient implements AutoCloseable {

    private final EventLoopGroup group = new NioEventLoopGroup(1);
    private final Witness witness = new Witness();
    private final SslContext context;
    private final int port;

    ResumingClient(int port, String protocol, String... groups) {
        Engines.assumeOpenSsl();
        this.port = port;
        try {
            var builder =
                    SslContextBuilder.forClient()
                            .sslProvider(SslProvider.OPENSSL)
                            .protocols(protocol)
                            .trustManager(witness);
            if (groups.length > 0) {
                builder.option(OpenSslContextOption.GROUPS, groups);
            }
            context = builder.build();
            acceptTickets((OpenSslSessionContext) context.sessionContext());
        } catch (SSLException e) {
            throw new AssertionError(e);
        }
    }

    /// Netty switches tickets off until there are keys for them, even for clients, who use none.
    private static void acceptTickets(OpenSslSessionContext sessions) {
        byte[] key = new byte[16];
        sessions.setTicketKeys(new OpenSslSessionTicketKey(key, key, key));
    }

    /// Whether a session was resumed for the exchange of a byte with the host of this name.
    boolean resumes(String name) throws Exception {
        witness.resumed = false;
        CompletableFuture<Boolean> answered = new CompletableFuture<>();
        Channel channel =
                new Bootstrap()
                        .group(group)
                        .channel(NioSocketChannel.class)
                        .handler(
                                new ChannelInitializer<Channel>() {
                                    @Override
                                    protected void initChannel(Channel made) {
                                        made.pipeline()
                                                .addLast(tls(made, name))
                                                .addLast(new Exchange(answered));
                                    }
                                })
                        .connect(InetAddress.getLoopbackAddress(), port)
                        .sync()
                        .channel();
        boolean resumed = answered.get(5, TimeUnit.SECONDS);
        channel.close().sync();
        return resumed;
    }

    private SslHandler tls(Channel channel, String name) {
        SslHandler handler = context.newHandler(channel.alloc(), "peer-host", 443);
        SSLParameters parameters = handler.engine().getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName(name)));
        handler.engine().setSSLParameters(parameters);
        return handler;
    }

    @Override
    public void close() {
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /// Sends a byte once hands are shaken; with its echo come the tickets of TLS 1.3.
    private final class Exchange extends SimpleChannelInboundHandler<ByteBuf> {

        private final CompletableFuture<Boolean> answered;

        private Exchange(CompletableFuture<Boolean> answered) {
            this.answered = answered;
        }

        @Override
        public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
            if (event instanceof SslHandshakeCompletionEvent shaken) {
                if (shaken.isSuccess()) {
                    ctx.writeAndFlush(Unpooled.wrappedBuffer(new byte[] {7}))
                            .addListener(ChannelFutureListener.CLOSE_ON_FAILURE);
                } else {
                    answered.completeExceptionally(shaken.cause());
                }
            }
        }

        @Override
        protected void channelRead0(ChannelHandlerContext ctx, ByteBuf echo) {
            answered.complete(witness.resumed);
        }

        @Override
        public void channelInactive(ChannelHandlerContext ctx) {
            answered.completeExceptionally(new SSLException("closed"));
        }

        @Override
        public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
            answered.completeExceptionally(cause);
        }
    }

    private static final class Witness extends X509ExtendedTrustManager
            implements ResumableX509ExtendedTrustManager {

        private volatile boolean resumed;

        @Override
        public void resumeServerTrusted(X509Certificate[] chain, SSLEngine engine) {
            resumed = true;
        }

        @Override
        public void resumeClientTrusted(X509Certificate[] chain, SSLEngine engine) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, Socket socket) {}

        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type, SSLEngine engine) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }
}
