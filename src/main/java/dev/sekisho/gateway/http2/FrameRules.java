package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Exception;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/// What frames mean that mean the same on both sides of a connection: windows, settings, pings, and
/// what does not concern us (RFC 9113 6).
abstract class FrameRules implements Http2FrameListener {

    private final StreamCarrier carrier;
    private boolean greeted;
    private boolean acknowledged;

    FrameRules(StreamCarrier carrier) {
        this.carrier = carrier;
    }

    /// Whether nothing can have come on that stream yet.
    abstract boolean isIdle(int id);

    /// Data came on a stream that is not open.
    abstract void strayData(int id, ByteBuf data);

    /// Data came that the windows have room for.
    abstract void body(Http2Stream stream, ByteBuf data, boolean end);

    /// What came breaks a rule that concerns the stream only.
    abstract void faulty(Http2Stream stream, Http2Error error);

    /// A header list was too large to be read; `ends` says whether it ends its stream.
    abstract void tooLarge(int id, boolean ends);

    /// A frame breaks a rule that concerns its stream only. On a stream that is not open nothing
    /// may be sent any more, so there it is an error of the connection (RFC 9113 5.4).
    final void faulty(int id, Http2Error error) {
        Http2Stream open = carrier.streams().get(id);
        if (open != null) {
            faulty(open, error);
        } else {
            carrier.fail(error);
        }
    }

    @Override
    public final void onHeadersRead(
            ChannelHandlerContext ctx,
            int id,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end)
            throws Http2Exception {
        onHeadersRead(ctx, id, headers, padding, end);
    }

    @Override
    public final int onDataRead(
            ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end) {
        int bytes = data.readableBytes() + padding;
        if (!carrier.receiveWindow().takes(bytes)) {
            carrier.fail(Http2Error.FLOW_CONTROL_ERROR);
            return bytes;
        }
        Http2Stream stream = carrier.streams().get(id);
        if (stream == null) {
            carrier.receiveWindow().giveBack(bytes);
            strayData(id, data);
            return bytes;
        }
        int length = data.readableBytes();
        if (!stream.body.isOpen() || stream.body.exceedsWindow(bytes)) {
            boolean closed = !stream.body.isOpen();
            carrier.receiveWindow().giveBack(bytes);
            faulty(stream, closed ? Http2Error.STREAM_CLOSED : Http2Error.FLOW_CONTROL_ERROR);
            return bytes;
        }
        stream.body.came(bytes, length);
        if (!stream.body.holdsConnection()) {
            carrier.receiveWindow().giveBack(bytes);
        }
        body(stream, data, end);
        return bytes;
    }

    @Override
    public final void onPriorityRead(
            ChannelHandlerContext ctx, int id, int dependency, short weight, boolean exclusive) {
        steering();
    }

    /// Counts a frame that only steers.
    final void steering() {
        if (carrier.sender().isSurplus()) {
            carrier.odd(Oddity.STEERING);
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        Integer window = settings.initialWindowSize();
        if (window != null && !carrier.sender().resize(window)) {
            carrier.fail(Http2Error.FLOW_CONTROL_ERROR);
            return;
        }
        if (settings.headerTableSize() != null) {
            carrier.output().tableResized();
        }
        // At once (RFC 9113 6.5.3), so before what the new window lets through.
        carrier.output().settingsAck();
        if (window != null) {
            carrier.sender().resume();
        }
        if (greeted) {
            carrier.odd(Oddity.SETTINGS);
        }
        greeted = true;
    }

    @Override
    public final void onSettingsAckRead(ChannelHandlerContext ctx) {
        if (acknowledged) {
            carrier.odd(Oddity.SETTINGS);
        }
        acknowledged = true;
    }

    @Override
    public final void onPingRead(ChannelHandlerContext ctx, long data) {
        carrier.output().pingAck(data);
        if (!carrier.sender().hasWorked()) {
            carrier.odd(Oddity.PING);
        }
    }

    /// Nobody may push: clients cannot, and pods were told not to.
    @Override
    public final void onPushPromiseRead(
            ChannelHandlerContext ctx, int id, int promised, Http2Headers headers, int padding) {
        carrier.fail(Http2Error.PROTOCOL_ERROR);
    }

    @Override
    public final void onWindowUpdateRead(ChannelHandlerContext ctx, int id, int bytes) {
        steering();
        if (carrier.isOver()) {
            return;
        }
        if (id == 0) {
            if (!carrier.sender().widen(bytes)) {
                carrier.fail(Http2Error.FLOW_CONTROL_ERROR);
            }
            return;
        }
        widen(carrier.streams().get(id), id, bytes);
    }

    private void widen(@Nullable Http2Stream stream, int id, int bytes) {
        if (stream == null) {
            if (isIdle(id)) {
                carrier.fail(Http2Error.PROTOCOL_ERROR);
            }
        } else if (carrier.sender().widen(stream, bytes)) {
            carrier.sender().wake(stream);
        } else {
            faulty(stream, Http2Error.FLOW_CONTROL_ERROR);
        }
    }

    @Override
    public final void onUnknownFrame(
            ChannelHandlerContext ctx, byte type, int id, Http2Flags flags, ByteBuf payload) {
        steering();
    }
}
