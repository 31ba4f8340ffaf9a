package dev.sekisho.gateway;

import dev.sekisho.gateway.proxyprotocol.ProxyGate;
import dev.sekisho.gateway.tls.ClientIdentity;
import dev.sekisho.model.Endpoint;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler.Sharable;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.ChannelPipeline;
import io.netty.channel.ServerChannel;
import io.netty.util.concurrent.Future;
import java.io.IOException;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// One listening socket. Accepts on the first loop and gives each connection to the loop with the
/// fewest.
@Sharable
@SuppressWarnings("FutureReturnValueIgnored") // A child that cannot be registered is closed.
final class Listener extends ChannelInboundHandlerAdapter {

    private static final int BACKLOG = 4096;
    private static final long ACCEPT_PAUSE_MILLIS = 100;

    private final GatewayPlane plane;
    private final Peer.Scheme scheme;
    private final @Nullable TlsHandlers tls;
    private final ServerChannel server;
    private final AtomicInteger open = new AtomicInteger();
    private int turn;
    private volatile Peer.@Nullable Listening listening;

    Listener(GatewayPlane plane, Peer.Scheme scheme, @Nullable TlsHandlers tls) {
        this.plane = plane;
        this.scheme = scheme;
        this.tls = tls;
        this.server = plane.transport().servers().newChannel();
    }

    /// Binds; fails with one line that names address and port.
    void bind(String address, int port, int publicPort) throws IOException {
        server.config().setOption(ChannelOption.SO_BACKLOG, BACKLOG);
        server.config().setOption(ChannelOption.SO_REUSEADDR, true);
        server.config().setOptions(plane.channelOptions());
        server.config().setOptions(plane.transport().listening());
        server.pipeline().addLast(this);
        plane.loops().getFirst().eventLoop().register(server).syncUninterruptibly();
        var bound = server.bind(new InetSocketAddress(address, port)).awaitUninterruptibly();
        if (!bound.isSuccess()) {
            server.close();
            Throwable cause = bound.cause();
            throw new IOException(
                    "cannot listen on " + new Endpoint(address, port) + ": " + cause.getMessage(),
                    cause);
        }
        int shown = publicPort > 0 ? publicPort : port();
        listening = new Peer.Listening(scheme, shown, plane.settings().clients().trustedProxies());
    }

    int port() {
        return ((InetSocketAddress) server.localAddress()).getPort();
    }

    Peer.Listening listening() {
        Peer.Listening bound = listening;
        if (bound == null) {
            throw new IllegalStateException("the listener is not bound");
        }
        return bound;
    }

    /// Puts in front of the handlers of a new connection what comes before HTTP: TLS, and before
    /// that the word of a proxy. `taker` is asked whether it takes a connection over before TLS.
    void secure(ChannelPipeline pipeline, Predicate<String> taker) {
        if (tls != null) {
            pipeline.addFirst(tls.newHandler(pipeline.channel().alloc(), taker));
        }
        TrustedProxies announcing = plane.settings().listen().announcing();
        if (!announcing.isEmpty()) {
            String peer = Peer.address(pipeline.channel());
            if (announcing.contains(peer)) {
                pipeline.addFirst(new ProxyGate(why -> plane.proxyRefusals().add(peer, why)));
            }
        }
    }

    /// Whether the certificate for `serverName` is one for `host`, too.
    boolean isCertified(String serverName, String host) {
        return tls == null || tls.isCertified(serverName, host);
    }

    /// Who the client is, whose handshake is over.
    ClientIdentity identity(Channel channel, SSLSession session) {
        return tls == null ? ClientIdentity.UNASKED : tls.identity(channel, session);
    }

    boolean isSecure() {
        return tls != null;
    }

    void close() {
        server.close();
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        Channel child = (Channel) message;
        if (listening == null) {
            child.unsafe().closeForcibly();
            return;
        }
        if (!plane.admission().admits(this)) {
            child.unsafe().closeForcibly();
            return;
        }
        GatewayLoop loop = leastLoaded();
        child.config().setOptions(plane.channelOptions());
        child.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, tls == null);
        child.pipeline().addLast(new DownstreamConnection(loop, child, this));
        loop.assigned();
        open.incrementAndGet();
        loop.eventLoop().register(child).addListener(registered -> count(loop, registered));
    }

    private void count(GatewayLoop loop, Future<?> registered) {
        if (!registered.isSuccess()) {
            released(loop);
        }
    }

    /// A connection that was accepted here is gone.
    void released(GatewayLoop loop) {
        open.decrementAndGet();
        loop.released();
    }

    /// How many clients are connected here.
    int connections() {
        return open.get();
    }

    Peer.Scheme scheme() {
        return scheme;
    }

    /// Leaves new connections waiting. On the first loop, as `resume`.
    void pause() {
        if (server.config().isAutoRead()) {
            server.config().setAutoRead(false);
        }
    }

    void resume() {
        if (server.isOpen() && !server.config().isAutoRead() && !plane.admission().isPaused()) {
            server.config().setAutoRead(true);
        }
    }

    private GatewayLoop leastLoaded() {
        List<GatewayLoop> loops = plane.loops();
        int size = loops.size();
        turn = turn + 1 < size ? turn + 1 : 0;
        GatewayLoop best = loops.get(turn);
        for (int i = 1; i < size; i++) {
            GatewayLoop other = loops.get((turn + i) % size);
            if (other.connections() < best.connections()) {
                best = other;
            }
        }
        return best;
    }

    /// Accepting failed, most likely for want of file descriptors: a pause lets some become free.
    @Override
    @SuppressWarnings("deprecation")
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        plane.admission().acceptFailed();
        pause();
        ctx.executor().schedule(this::resume, ACCEPT_PAUSE_MILLIS, TimeUnit.MILLISECONDS);
    }
}
