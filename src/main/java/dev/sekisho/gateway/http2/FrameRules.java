package dev.sekisho.gateway.http2;

import dev.sekisho.gateway.http2.FrameOutput.Last;
import dev.sekisho.gateway.http2.RequestTranslator.Following;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Flags;
import io.netty.handler.codec.http2.Http2FrameListener;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/// What each frame of a client means in the state that its stream is in (RFC 9113 5.1, 6).
final class FrameRules implements Http2FrameListener {

    private static final int FIELDS_TOO_LARGE = 431;

    private final Http2Connection connection;
    private final RequestTranslator translator;
    private boolean greeted;
    private boolean acknowledged;

    FrameRules(Http2Connection connection, RequestTranslator translator) {
        this.connection = connection;
        this.translator = translator;
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean end) {
        HeaderList list = connection.decoder().list();
        Http2Stream open = connection.streams().get(id);
        Following following = end ? Following.NOTHING : Following.BODY;
        if (open != null) {
            trailers(open, list, following);
        } else if (isNew(id)) {
            request(id, list, following);
        }
        list.reset();
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx,
            int id,
            Http2Headers headers,
            int dependency,
            short weight,
            boolean exclusive,
            int padding,
            boolean end) {
        onHeadersRead(ctx, id, headers, padding, end);
    }

    /// Whether a header block begins a stream; if not, that is dealt with.
    private boolean isNew(int id) {
        if ((id & 1) == 0) {
            connection.fail(Http2Error.PROTOCOL_ERROR);
            return false;
        }
        if (id <= connection.lastId()) {
            if (!connection.resets().contains(id)) {
                connection.fail(Http2Error.STREAM_CLOSED);
            }
            return false;
        }
        if (connection.isLeaving()) {
            connection.odd(Oddity.AFTER_GOAWAY);
            return false;
        }
        connection.lastId(id);
        if (connection.streams().size() >= connection.limits().streams()) {
            connection.refuseStream(id, Http2Error.REFUSED_STREAM, Oddity.TOO_MANY_STREAMS);
            return false;
        }
        return true;
    }

    private void request(int id, HeaderList list, Following following) {
        ByteBuf head = connection.alloc().ioBuffer(512);
        try {
            Http2Rule fault = translator.head(list, following, head);
            if (fault == null) {
                Http2Stream stream = connection.open(id, translator.length(), following);
                connection.owner().request(stream, head);
            } else {
                connection.owner().malformed(fault);
                connection.refuseStream(id, Http2Error.PROTOCOL_ERROR, Oddity.STREAM_ERROR);
            }
        } finally {
            head.release();
        }
    }

    private void trailers(Http2Stream stream, HeaderList list, Following following) {
        if (!stream.body.isOpen()) {
            faulty(stream, Http2Error.STREAM_CLOSED);
            return;
        }
        if (following == Following.BODY) {
            malformed(stream, Http2Rule.TRAILERS);
            return;
        }
        stream.body.ended();
        ByteBuf section = connection.alloc().ioBuffer(256);
        Http2Rule fault = translator.trailers(list, section);
        if (fault == null && stream.body.isWrongLength()) {
            fault = Http2Rule.LENGTH;
        }
        if (fault != null) {
            section.release();
            malformed(stream, fault);
        } else if (stream.body.isChunked()) {
            RequestBodyFrames.give(stream, section);
        } else {
            section.release();
        }
    }

    private void malformed(Http2Stream stream, Http2Rule rule) {
        connection.owner().malformed(rule);
        faulty(stream, Http2Error.PROTOCOL_ERROR);
    }

    private void faulty(Http2Stream stream, Http2Error error) {
        connection.resetForClient(stream, error, Oddity.STREAM_ERROR);
    }

    /// A header list was too large to be read.
    void tooLarge(int id, boolean ends) {
        Http2Stream open = connection.streams().get(id);
        if (open != null) {
            faulty(open, Http2Error.ENHANCE_YOUR_CALM);
        } else if (isNew(id)) {
            connection.owner().tooLarge();
            ByteBuf block = connection.alloc().ioBuffer(8);
            FieldEncoder.status(FIELDS_TOO_LARGE, block);
            connection.output().headers(id, block, Last.STREAM);
            if (!ends) {
                connection.resets().add(id);
                connection.output().reset(id, Http2Error.NO_ERROR);
            }
            connection.odd(Oddity.FIELDS_TOO_LARGE);
        }
    }

    /// A frame breaks a rule that concerns its stream only. On a stream that is not open nothing
    /// may be sent any more, so there it is an error of the connection (RFC 9113 5.4).
    void faulty(int id, Http2Error error) {
        Http2Stream open = connection.streams().get(id);
        if (open != null) {
            faulty(open, error);
        } else {
            connection.fail(error);
        }
    }

    private boolean isIdle(int id) {
        return (id & 1) == 0 || (id > connection.lastId() && !connection.isLeaving());
    }

    @Override
    public int onDataRead(
            ChannelHandlerContext ctx, int id, ByteBuf data, int padding, boolean end) {
        int bytes = data.readableBytes() + padding;
        if (!connection.receiveWindow().takes(bytes)) {
            connection.fail(Http2Error.FLOW_CONTROL_ERROR);
            return bytes;
        }
        Http2Stream stream = connection.streams().get(id);
        if (stream == null) {
            connection.receiveWindow().giveBack(bytes);
            strayData(id, data);
            return bytes;
        }
        int length = data.readableBytes();
        if (!stream.body.isOpen() || stream.body.exceedsWindow(bytes)) {
            boolean closed = !stream.body.isOpen();
            connection.receiveWindow().giveBack(bytes);
            faulty(stream, closed ? Http2Error.STREAM_CLOSED : Http2Error.FLOW_CONTROL_ERROR);
            return bytes;
        }
        stream.body.came(bytes, length);
        body(stream, data, end);
        return bytes;
    }

    private void body(Http2Stream stream, ByteBuf data, boolean end) {
        boolean empty = !data.isReadable() && !end;
        if (end) {
            stream.body.ended();
        }
        if (stream.body.isWrongLength()) {
            malformed(stream, Http2Rule.LENGTH);
            return;
        }
        stream.body.pass(stream, data, connection.alloc());
        stream.body.giveBack();
        if (empty) {
            connection.odd(Oddity.EMPTY_DATA);
        }
    }

    private void strayData(int id, ByteBuf data) {
        if (isIdle(id)) {
            connection.fail(Http2Error.PROTOCOL_ERROR);
        } else if (connection.resets().contains(id) || id > connection.lastId()) {
            if (!data.isReadable()) {
                connection.odd(Oddity.EMPTY_DATA);
            }
        } else {
            connection.refuseStream(id, Http2Error.STREAM_CLOSED, Oddity.STREAM_ERROR);
        }
    }

    @Override
    public void onPriorityRead(
            ChannelHandlerContext ctx, int id, int dependency, short weight, boolean exclusive) {
        steering();
    }

    private void steering() {
        if (connection.sender().isSurplus()) {
            connection.odd(Oddity.STEERING);
        }
    }

    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long error) {
        Http2Stream stream = connection.streams().get(id);
        if (stream != null) {
            connection.resetByClient(stream);
        } else if (isIdle(id)) {
            connection.fail(Http2Error.PROTOCOL_ERROR);
        } else {
            connection.odd(Oddity.RAPID_RESET);
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        Integer window = settings.initialWindowSize();
        if (window != null && !connection.sender().resize(window)) {
            connection.fail(Http2Error.FLOW_CONTROL_ERROR);
            return;
        }
        // At once (RFC 9113 6.5.3), so before what the new window lets through.
        connection.output().settingsAck();
        if (window != null) {
            connection.sender().resume();
        }
        if (greeted) {
            connection.odd(Oddity.SETTINGS);
        }
        greeted = true;
    }

    @Override
    public void onSettingsAckRead(ChannelHandlerContext ctx) {
        if (acknowledged) {
            connection.odd(Oddity.SETTINGS);
        }
        acknowledged = true;
    }

    @Override
    public void onPingRead(ChannelHandlerContext ctx, long data) {
        connection.output().pingAck(data);
        if (!connection.sender().hasWorked()) {
            connection.odd(Oddity.PING);
        }
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {
        connection.pingAnswered(data);
    }

    @Override
    public void onPushPromiseRead(
            ChannelHandlerContext ctx, int id, int promised, Http2Headers headers, int padding) {
        connection.fail(Http2Error.PROTOCOL_ERROR);
    }

    /// The client opens no more streams; those that are open go on.
    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int last, long error, ByteBuf debug) {
        steering();
    }

    @Override
    public void onWindowUpdateRead(ChannelHandlerContext ctx, int id, int bytes) {
        steering();
        if (connection.isOver()) {
            return;
        }
        if (id == 0) {
            if (!connection.sender().widen(bytes)) {
                connection.fail(Http2Error.FLOW_CONTROL_ERROR);
            }
            return;
        }
        widen(connection.streams().get(id), id, bytes);
    }

    private void widen(@Nullable Http2Stream stream, int id, int bytes) {
        if (stream == null) {
            if (isIdle(id)) {
                connection.fail(Http2Error.PROTOCOL_ERROR);
            }
        } else if (connection.sender().widen(stream, bytes)) {
            connection.sender().wake(stream);
        } else {
            faulty(stream, Http2Error.FLOW_CONTROL_ERROR);
        }
    }

    @Override
    public void onUnknownFrame(
            ChannelHandlerContext ctx, byte type, int id, Http2Flags flags, ByteBuf payload) {
        steering();
    }
}
