package dev.sekisho.gateway.proxyprotocol;

import dev.sekisho.gateway.proxyprotocol.ProxyHeaderReading.Malformed;
import dev.sekisho.gateway.proxyprotocol.ProxyHeaderReading.More;
import dev.sekisho.gateway.proxyprotocol.ProxyHeaderReading.Whole;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.channel.ChannelInboundHandlerAdapter;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The first handler of a connection from a proxy: takes the header off, tells it to the pipeline
/// as a user event and leaves. A connection that begins with anything else is closed.
///
/// It has no deadline of its own: the one for the first request head runs already.
@SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to be done if a close fails.
public final class ProxyGate extends ChannelInboundHandlerAdapter {

    private final Consumer<String> refusals;
    private @Nullable ByteBuf begun;

    /// `refusals` hears what was expected instead of what came.
    public ProxyGate(Consumer<String> refusals) {
        this.refusals = refusals;
    }

    @Override
    public void channelRead(ChannelHandlerContext ctx, Object message) {
        ByteBuf in = withBegun(ctx, (ByteBuf) message);
        switch (ProxyHeaderReader.read(in)) {
            case More _ -> begun = in;
            case Malformed(String expected) -> {
                in.release();
                refusals.accept(expected);
                ctx.close();
            }
            case Whole(ProxyHeader header, int length) -> {
                ctx.fireUserEventTriggered(header);
                pass(ctx, in.skipBytes(length));
            }
        }
    }

    private static void pass(ChannelHandlerContext ctx, ByteBuf rest) {
        if (rest.isReadable()) {
            ctx.fireChannelRead(rest);
        } else {
            rest.release();
        }
        ctx.pipeline().remove(ctx.name());
    }

    private ByteBuf withBegun(ChannelHandlerContext ctx, ByteBuf in) {
        ByteBuf first = begun;
        begun = null;
        if (first == null) {
            return in;
        }
        ByteBuf both = ctx.alloc().ioBuffer(first.readableBytes() + in.readableBytes());
        both.writeBytes(first).writeBytes(in);
        first.release();
        in.release();
        return both;
    }

    @Override
    public void handlerRemoved(ChannelHandlerContext ctx) {
        if (begun != null) {
            begun.release();
            begun = null;
        }
    }
}
