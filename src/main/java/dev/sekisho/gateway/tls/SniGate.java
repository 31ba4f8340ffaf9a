package dev.sekisho.gateway.tls;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import java.util.Optional;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Reads the ClientHello before the engine is made, then hands over to it, refuses, or leaves the
/// connection to somebody else, who gets the ClientHello as it came.
///
/// The JDK's engine tells the name too late: it wants to know the certificate already when it opens
/// a session ticket. And it cannot refuse a client that gives no name.
final class SniGate extends AbstractSniHandler<Optional<Refusal>> {

    private static final int MAX_CLIENT_HELLO = 16 * 1024;

    /// What is behind the gate.
    interface Inside {

        /// Whether somebody else takes the connection over as it is.
        boolean isTaken(@Nullable String name);

        Optional<Refusal> refusal(@Nullable String name, ClientOffer offer);

        SslHandler handler(@Nullable String name, ClientOffer offer, Channel channel)
                throws SSLException;
    }

    private final Inside inside;
    private ClientOffer offer = ClientOffer.NOTHING;

    /// Without a timer: how long a handshake may take is for the owner of the connection to watch.
    SniGate(Inside inside) {
        super(MAX_CLIENT_HELLO, 0);
        this.inside = inside;
    }

    @Override
    protected Future<Optional<Refusal>> lookup(ChannelHandlerContext ctx, @Nullable ByteBuf hello)
            throws Exception {
        offer = ClientOffer.of(hello);
        return super.lookup(ctx, hello);
    }

    @Override
    protected Future<Optional<Refusal>> lookup(ChannelHandlerContext ctx, @Nullable String name) {
        return ctx.executor().newSucceededFuture(inside.refusal(name, offer));
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext ctx, @Nullable String name, Future<Optional<Refusal>> looked) {
        if (inside.isTaken(name)) {
            ctx.pipeline().remove(this);
            return;
        }
        Optional<Refusal> refusal = looked.getNow();
        if (refusal.isPresent()) {
            refuse(ctx, refusal.get(), null);
            return;
        }
        try {
            handOver(ctx, inside.handler(name, offer, ctx.channel()));
        } catch (SSLException unusable) {
            refuse(ctx, Refusal.UNUSABLE_CERTIFICATE, unusable);
        }
    }

    /// An engine may be outside of the heap: if nobody takes it, it has to be given back.
    private void handOver(ChannelHandlerContext ctx, SslHandler handler) {
        boolean taken = false;
        try {
            ctx.pipeline().replace(this, null, handler);
            taken = true;
        } finally {
            if (!taken) {
                ReferenceCountUtil.safeRelease(handler.engine());
            }
        }
    }

    private void refuse(ChannelHandlerContext ctx, Refusal refusal, @Nullable Throwable cause) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(refusal.alert()))
                .addListener(ChannelFutureListener.CLOSE);
        SSLHandshakeException failure = new SSLHandshakeException(refusal.reason());
        failure.initCause(cause);
        ctx.fireUserEventTriggered(new SslHandshakeCompletionEvent(failure));
        ctx.pipeline().replace(this, null, new Discard());
    }

    /// Lets nothing through of what a refused client goes on sending.
    private static final class Discard extends ChannelInboundHandlerAdapter {

        @Override
        public void channelRead(ChannelHandlerContext ctx, Object message) {
            ReferenceCountUtil.release(message);
        }
    }
}
