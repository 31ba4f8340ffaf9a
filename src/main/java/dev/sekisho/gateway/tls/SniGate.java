package dev.sekisho.gateway.tls;

import io.netty.buffer.Unpooled;
import io.netty.channel.ChannelFutureListener;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import io.netty.handler.ssl.AbstractSniHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.handler.ssl.SslHandshakeCompletionEvent;
import io.netty.util.ReferenceCountUtil;
import io.netty.util.concurrent.Future;
import javax.net.ssl.SSLHandshakeException;
import org.jspecify.annotations.Nullable;

/// Reads the server name before the engine is made, then hands over to it or refuses.
///
/// The JDK's engine tells the name too late: it wants to know the certificate already when it opens
/// a session ticket. And it cannot refuse a client that gives no name.
final class SniGate extends AbstractSniHandler<Boolean> {

    private static final int MAX_CLIENT_HELLO = 64 * 1024;

    /// A fatal `unrecognized_name` in a record of its own.
    private static final byte[] UNRECOGNIZED_NAME = {21, 3, 3, 0, 2, 2, 112};

    /// What is behind the gate.
    interface Inside {

        boolean accepts(@Nullable String name);

        SslHandler handler(@Nullable String name);
    }

    private final Inside inside;

    /// Without a timer: how long a handshake may take is for the owner of the connection to watch.
    SniGate(Inside inside) {
        super(MAX_CLIENT_HELLO, 0);
        this.inside = inside;
    }

    @Override
    protected Future<Boolean> lookup(ChannelHandlerContext ctx, @Nullable String name) {
        return ctx.executor().newSucceededFuture(inside.accepts(name));
    }

    @Override
    protected void onLookupComplete(
            ChannelHandlerContext ctx, @Nullable String name, Future<Boolean> accepted) {
        if (accepted.getNow()) {
            ctx.pipeline().replace(this, null, inside.handler(name));
        } else {
            refuse(ctx);
        }
    }

    private void refuse(ChannelHandlerContext ctx) {
        ctx.writeAndFlush(Unpooled.wrappedBuffer(UNRECOGNIZED_NAME))
                .addListener(ChannelFutureListener.CLOSE);
        ctx.fireUserEventTriggered(
                new SslHandshakeCompletionEvent(
                        new SSLHandshakeException("no certificate for the server name")));
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
