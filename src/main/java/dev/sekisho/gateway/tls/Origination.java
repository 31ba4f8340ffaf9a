package dev.sekisho.gateway.tls;

import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HttpVersion;
import io.netty.channel.Channel;
import io.netty.channel.ChannelDuplexHandler;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelPromise;
import io.netty.channel.socket.ChannelInputShutdownEvent;
import io.netty.handler.codec.DecoderException;
import io.netty.handler.ssl.SslCloseCompletionEvent;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.concurrent.Future;
import java.net.SocketAddress;
import java.nio.channels.ClosedChannelException;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Makes TLS a part of connecting to a pod: whoever connects hears of the end of the handshake as
/// of the end of the connect, and of nothing before it.
///
/// The engine is made when connecting begins, because one outside of the heap is given back only by
/// a connection that has begun.
@SuppressWarnings("FutureReturnValueIgnored") // What matters is listened to.
final class Origination extends ChannelDuplexHandler implements EncryptedConnection {

    /// With whom what is spoken, and how it is encrypted.
    record Target(BackendTls tls, HttpVersion version, Endpoint endpoint) {}

    private final TlsOriginator originator;
    private final Target target;
    private @Nullable BackendTlsFailure failure;
    private boolean isTcpThere;
    private boolean shaken;

    Origination(TlsOriginator originator, Target target) {
        this.originator = originator;
        this.target = target;
    }

    @Override
    public @Nullable BackendTlsFailure failure() {
        return failure;
    }

    @Override
    public void timedOut() {
        if (isTcpThere && !shaken) {
            failed(BackendTlsFailure.TIMEOUT);
        }
    }

    @Override
    public void connect(
            ChannelHandlerContext ctx,
            SocketAddress remote,
            @Nullable SocketAddress local,
            ChannelPromise connected) {
        SslHandler tls;
        try {
            tls = originator.sslHandler(target, ctx.alloc());
        } catch (SSLException unusable) {
            failed(BackendTlsFailure.OTHER);
            connected.setFailure(unusable);
            return;
        }
        ctx.pipeline().addBefore(ctx.name(), null, tls);
        tls.handshakeFuture().addListener(shake -> handshakeEnded(ctx, connected, shake));
        ctx.connect(remote, local, ctx.newPromise().addListener(tcp -> tcpEnded(connected, tcp)));
    }

    private void tcpEnded(ChannelPromise connected, Future<? super Void> tcp) {
        if (tcp.isSuccess()) {
            isTcpThere = true;
        } else {
            connected.tryFailure(tcp.cause());
        }
    }

    private void handshakeEnded(
            ChannelHandlerContext ctx, ChannelPromise connected, Future<? super Channel> shake) {
        if (!shake.isSuccess()) {
            if (isTcpThere) {
                failed(BackendTlsFailure.of(shake.cause()));
            }
            connected.tryFailure(shake.cause());
            return;
        }
        String spoken = ctx.pipeline().get(SslHandler.class).engine().getApplicationProtocol();
        if (!isAskedFor(spoken)) {
            failed(BackendTlsFailure.PROTOCOL);
            connected.tryFailure(new SSLHandshakeException("the pod chose the protocol " + spoken));
            return;
        }
        shaken = true;
        originator.succeeded();
        connected.trySuccess();
        if (ctx.channel().isActive()) {
            ctx.fireChannelActive();
        }
    }

    /// It is, for its user, when the handshake is over.
    @Override
    public void channelActive(ChannelHandlerContext ctx) {}

    /// HTTP/1.1 is also what those speak who say nothing; HTTP/2 has to be said (RFC 9113 §3.2).
    private boolean isAskedFor(@Nullable String spoken) {
        return switch (target.version()) {
            case HTTP_1_1 -> spoken == null || spoken.isEmpty() || spoken.equals("http/1.1");
            case HTTP_2 -> "h2".equals(spoken);
        };
    }

    /// The first reason is the true one.
    private void failed(BackendTlsFailure reason) {
        if (failure == null) {
            failure = reason;
            originator.failed(reason);
        }
    }

    /// What the user of the connection gets to see is how it ends, not how TLS does.
    @Override
    public void userEventTriggered(ChannelHandlerContext ctx, Object event) {
        switch (event) {
            case SslHandshakeCompletionEvent _ -> {}
            case SslCloseCompletionEvent end -> tlsEnded(ctx, end);
            case ChannelInputShutdownEvent _ -> ctx.close();
            default -> ctx.fireUserEventTriggered(event);
        }
    }

    /// After the pod has said that this is the end, neither side sends any more. An end that was
    /// not said may be somebody else's, who cuts an answer short (RFC 9112 §9.8).
    private static void tlsEnded(ChannelHandlerContext ctx, SslCloseCompletionEvent end) {
        if (end.isSuccess()) {
            ctx.close();
        } else {
            ctx.fireExceptionCaught(new ClosedChannelException());
        }
    }

    /// During the handshake its future says all; later an alert ends the connection: with TLS 1.3 a
    /// pod says only then that it does not take our certificate.
    @Override
    public void exceptionCaught(ChannelHandlerContext ctx, Throwable thrown) {
        Throwable cause =
                thrown instanceof DecoderException && thrown.getCause() != null
                        ? thrown.getCause()
                        : thrown;
        if (!shaken) {
            ctx.close();
            return;
        }
        if (cause instanceof SSLException) {
            failed(BackendTlsFailure.of(cause));
        }
        ctx.fireExceptionCaught(cause);
    }
}
