package dev.sekisho.gateway;

import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.proxyprotocol.ProxyHeader;
import dev.sekisho.gateway.route.CompiledRoute;
import dev.sekisho.gateway.tls.Agreement;
import dev.sekisho.gateway.tls.ClientIdentity;
import dev.sekisho.model.tls.TlsPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.channel.ChannelOption;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.channel.socket.DuplexChannel;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// One client connection: whose it is, its place among the others of its loop, and what happens to
/// its channel. Requests are for the session to serve.
final class DownstreamConnection extends ChannelInboundHandlerAdapter {

    private static final String HTTP2 = "h2";

    private final GatewayLoop loop;
    private final Channel channel;
    private final Listener listener;
    private final Http1Session http1;
    private ClientSession session;
    @Nullable DownstreamConnection previous;
    @Nullable DownstreamConnection next;
    long restingSince = Roster.NOT_RESTING;
    private @Nullable Peer peer;
    private boolean broken;

    DownstreamConnection(GatewayLoop loop, Channel channel, Listener listener) {
        this.loop = loop;
        this.channel = channel;
        this.listener = listener;
        this.http1 = new Http1Session(loop, channel, this);
        this.session = http1;
    }

    @Override
    public void handlerAdded(ChannelHandlerContext ctx) {
        listener.secure(ctx.pipeline(), this::passesThrough);
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        listener.released(loop);
    }

    @Override
    public void channelActive(ChannelHandlerContext ctx) {
        peer = Peer.of(channel, listener.listening());
        loop.roster().add(this);
        http1.begin(listener);
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        session.received((ByteBuf) message);
    }

    @Override
    public void channelReadComplete(ChannelHandlerContext ctx) {
        session.readComplete();
    }

    @Override
    public void channelWritabilityChanged(ChannelHandlerContext ctx) {
        if (channel.isWritable()) {
            session.takesMore();
        }
    }

    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case ProxyHeader header -> peer = peer().announced(header, listener.listening());
            case SslHandshakeCompletionEvent tls when tls.isSuccess() -> secured(ctx);
            case ChannelInputShutdownEvent _ -> session.inputEnded();
            case SslCloseCompletionEvent tls when tls.isSuccess() && !isOutputEnded() ->
                    session.inputEnded();
            default -> {}
        }
    }

    /// Whether a client that asks for this name is passed through; then it is from now on, before
    /// TLS.
    private boolean passesThrough(String serverName) {
        CompiledRoute route = loop.plane().published().table().passed(serverName);
        if (route == null) {
            return false;
        }
        http1.replaced();
        wakes();
        channel.config().setOption(ChannelOption.ALLOW_HALF_CLOSURE, true);
        PassedConnection passed = new PassedConnection(loop, this, channel, route, serverName);
        become(passed);
        passed.begin();
        return true;
    }

    private void secured(ChannelHandlerContext ctx) {
        SslHandler tls = ctx.pipeline().get(SslHandler.class);
        if (tls != null) {
            ClientIdentity client = listener.identity(channel, tls.engine().getSession());
            peer = peer().identified(client);
        }
        if (tls != null && HTTP2.equals(tls.engine().getApplicationProtocol())) {
            http1.replaced();
            begin(new Http2Session(loop, this, ctx, tls.engine().getPeerHost()));
        } else {
            session.secured();
        }
    }

    /// Whether we have ended our side, after which BoringSSL takes the client's for ended, too.
    private boolean isOutputEnded() {
        return channel instanceof DuplexChannel duplex && duplex.isOutputShutdown();
    }

    private void begin(Http2Session http2) {
        become(http2);
        http2.begin();
    }

    /// Whether a client may begin with HTTP/2 where nothing was agreed on.
    private boolean takesHttp2() {
        return !listener.isSecure() && loop.settings().listen().http2() == Http2Mode.EVERYWHERE;
    }

    /// Whether the client began with something that is not HTTP/1: with HTTP/2, which another
    /// session serves, or with what no answer would mean anything to (RFC 9113 3.4).
    boolean isOther(RequestHead head, ByteBuf in) {
        boolean other = head.isHttp2Preface() || head.isForeign();
        if (!other || !takesHttp2()) {
            return false;
        }
        if (head.isHttp2Preface()) {
            ByteBuf taken = Unpooled.copiedBuffer(head.bytes(), 0, head.headBytes());
            http1.drop();
            speakHttp2(taken, in.readRetainedSlice(in.readableBytes()));
        } else {
            loop.refused(RequestRule.VERSION_MALFORMED);
            http1.drop();
            http1.closeAfterWrites();
        }
        return true;
    }

    /// From now on what comes is for `other`.
    void become(ClientSession other) {
        session = other;
    }

    /// From now on the client is served by HTTP/2; `first` and `rest` is what it has sent.
    private void speakHttp2(ByteBuf first, ByteBuf rest) {
        begin(new Http2Session(loop, this, channel.pipeline().context(this), null));
        session.received(first);
        session.received(rest);
    }

    /// Whether the certificate for `serverName` is one for `host`, too.
    boolean isCertified(String serverName, String host) {
        return listener.isCertified(serverName, host);
    }

    /// Whether what TLS has agreed on with the client is what a host asks for.
    boolean keeps(TlsPolicy policy) {
        SslHandler tls = channel.pipeline().get(SslHandler.class);
        return tls != null
                && new Agreement(peer().identity(), tls.engine().getSession()).keeps(policy);
    }

    @Override
    public void channelInactive(ChannelHandlerContext ctx) {
        if (peer != null) {
            loop.roster().remove(this);
        }
        if (broken) {
            session.broken();
        } else {
            session.gone();
        }
    }

    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable cause) {
        broken = true;
        loop.failed(channel, cause);
    }

    /// From now on it waits for a request, or for the rest of its head.
    void rests() {
        loop.roster().rests(this);
    }

    /// It waits no longer, for whatever reason.
    void wakes() {
        loop.roster().wakes(this);
    }

    /// Whether it was idle, and now closes.
    boolean closeIfIdle() {
        return session.closeIfIdle();
    }

    /// Whether it waited for a request, or for the rest of a head, and now closes.
    boolean closeIfWaiting() {
        return session.closeIfWaiting();
    }

    /// Closes whatever is under way; a response that has begun must not look whole.
    void closeNow() {
        session.closeNow();
    }

    /// Whether we have ended TLS for the client.
    boolean isSecured() {
        return listener.isSecure();
    }

    Peer.Scheme scheme() {
        return listener.scheme();
    }

    Peer peer() {
        return Objects.requireNonNull(peer);
    }

    ByteBufAllocator alloc() {
        return channel.alloc();
    }
}
