package dev.sekisho.gateway.http2;

import dev.sekisho.gateway.http2.FrameOutput.Last;
import dev.sekisho.gateway.http2.RequestTranslator.Following;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;

/// What each frame of a client means in the state that its stream is in (RFC 9113 5.1, 6).
final class RequestFrames extends FrameRules {

    private static final int FIELDS_TOO_LARGE = 431;

    private final Http2Connection connection;
    private final RequestTranslator translator;

    RequestFrames(Http2Connection connection, RequestTranslator translator) {
        super(connection);
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

    /// Whether a header block begins a stream; if not, that is dealt with.
    private boolean isNew(int id) {
        if ((id & 1) == 0) {
            connection.fail(Http2Error.PROTOCOL_ERROR);
            return false;
        }
        if (id <= connection.lastId()) {
            if (connection.resets().contains(id)) {
                connection.odd(Oddity.STRAY_FIELDS);
            } else {
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
            if (fault != null) {
                connection.owner().malformed(fault);
                connection.refuseStream(id, Http2Error.PROTOCOL_ERROR, Oddity.STREAM_ERROR);
            } else if (connection.hasRoomFor(head.readableBytes())) {
                open(id, head, following);
            } else {
                connection.refuseStream(id, Http2Error.REFUSED_STREAM, Oddity.MANY_HEADS);
            }
        } finally {
            head.release();
        }
    }

    private void open(int id, ByteBuf head, Following following) {
        Http2Stream stream =
                connection.open(id, translator.length(), following, head.readableBytes());
        if (translator.isTunnel()) {
            stream.body.tunnelled();
        }
        connection.owner().request(stream, head);
    }

    private void trailers(Http2Stream stream, HeaderList list, Following following) {
        if (!stream.body.isOpen()) {
            faulty(stream, Http2Error.STREAM_CLOSED);
            return;
        }
        if (following == Following.BODY || stream.body.isTunnelled()) {
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
            ReceivedBody.give(stream, section);
        } else {
            section.release();
        }
    }

    private void malformed(Http2Stream stream, Http2Rule rule) {
        connection.owner().malformed(rule);
        faulty(stream, Http2Error.PROTOCOL_ERROR);
    }

    @Override
    void faulty(Http2Stream stream, Http2Error error) {
        connection.resetForClient(stream, error, Oddity.STREAM_ERROR);
    }

    @Override
    void tooLarge(int id, boolean ends) {
        Http2Stream open = connection.streams().get(id);
        if (open != null) {
            connection.resetForClient(open, Http2Error.ENHANCE_YOUR_CALM, Oddity.FIELDS_TOO_LARGE);
            return;
        }
        if (isNew(id)) {
            answerTooLarge(id, ends);
        }
        connection.odd(Oddity.FIELDS_TOO_LARGE);
    }

    private void answerTooLarge(int id, boolean ends) {
        connection.owner().tooLarge();
        ByteBuf block = connection.alloc().ioBuffer(8);
        FieldEncoder.status(FIELDS_TOO_LARGE, block);
        connection.output().headers(id, block, Last.STREAM);
        if (!ends) {
            connection.resets().add(id);
            connection.output().reset(id, Http2Error.NO_ERROR);
        }
    }

    @Override
    boolean isIdle(int id) {
        return (id & 1) == 0 || (id > connection.lastId() && !connection.isLeaving());
    }

    @Override
    void body(Http2Stream stream, ByteBuf data, boolean end) {
        boolean empty = !data.isReadable() && !end;
        if (end) {
            stream.body.ended();
        }
        if (stream.body.isWrongLength()) {
            malformed(stream, Http2Rule.LENGTH);
            return;
        }
        stream.body.pass(stream, data);
        stream.body.giveBack();
        if (empty) {
            connection.odd(Oddity.EMPTY_DATA);
        }
    }

    @Override
    void strayData(int id, ByteBuf data) {
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
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long error) {
        Http2Stream stream = connection.streams().get(id);
        if (stream != null) {
            connection.resetByClient(stream);
        } else if (isIdle(id)) {
            connection.fail(Http2Error.PROTOCOL_ERROR);
        } else {
            // It may have crossed with our own end of the stream.
            steering();
        }
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {
        connection.pingAnswered(data);
    }

    /// The client opens no more streams; those that are open go on.
    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int last, long error, ByteBuf debug) {
        steering();
    }
}
