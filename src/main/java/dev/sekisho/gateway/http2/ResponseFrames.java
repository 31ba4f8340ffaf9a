package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.handler.codec.http2.Http2Headers;
import io.netty.handler.codec.http2.Http2Settings;
import org.jspecify.annotations.Nullable;

/// What each frame of a pod means in the state that its stream is in (RFC 9113 5.1, 6, 8.1).
final class ResponseFrames extends FrameRules {

    private static final int NO_CONTENT = 204;
    private static final int NOT_MODIFIED = 304;
    private static final int HEAD_BYTES = 512;
    private static final int TRAILER_BYTES = 128;

    private final PodConnection connection;
    private final ResponseTranslator translator;
    private long mostStreams = Long.MAX_VALUE;

    ResponseFrames(PodConnection connection, ResponseTranslator translator) {
        super(connection);
        this.connection = connection;
        this.translator = translator;
    }

    private @Nullable PodStream stream(int id) {
        return (PodStream) connection.streams().get(id);
    }

    @Override
    public void onHeadersRead(
            ChannelHandlerContext ctx, int id, Http2Headers headers, int padding, boolean end) {
        HeaderList list = connection.decoder().list();
        PodStream stream = stream(id);
        if (stream == null) {
            stray(id);
        } else if (!stream.body.isOpen()) {
            faulty(stream, Http2Error.STREAM_CLOSED);
        } else if (stream.headSeen) {
            trailers(stream, list, end);
        } else {
            head(stream, list, end);
        }
        list.reset();
    }

    /// Pods open no streams. What comes on one that we have reset was under way.
    private void stray(int id) {
        if (isIdle(id)) {
            connection.fail(Http2Error.PROTOCOL_ERROR);
        } else if (!connection.isResetByUs(id)) {
            connection.odd(Oddity.STREAM_ERROR);
        }
    }

    private void head(PodStream stream, HeaderList list, boolean end) {
        ByteBuf head = connection.buffer(HEAD_BYTES);
        Http2Rule fault = translator.head(list, head);
        if (fault == null && end) {
            fault = endsWithHead(stream);
        }
        if (fault != null) {
            head.release();
            malformed(stream, fault);
            return;
        }
        if (!translator.isInterim()) {
            begin(stream, end);
        }
        hand(stream, head, end);
    }

    private @Nullable Http2Rule endsWithHead(PodStream stream) {
        if (translator.isInterim()) {
            return Http2Rule.TRAILERS;
        }
        return translator.length() > 0 && !isBodiless(stream) ? Http2Rule.LENGTH : null;
    }

    private boolean isBodiless(PodStream stream) {
        int status = translator.status();
        return stream.bodiless || status == NO_CONTENT || status == NOT_MODIFIED;
    }

    private void begin(PodStream stream, boolean end) {
        stream.headSeen = true;
        stream.bodiless = isBodiless(stream);
        stream.body.announce(stream.bodiless ? 0 : translator.length());
        if (end) {
            connection.responded(stream);
        }
    }

    private static void hand(PodStream stream, ByteBuf head, boolean end) {
        PodStreamUser user = stream.hearer();
        if (user == null) {
            head.release();
            return;
        }
        user.responseHead(head);
        if (end) {
            ended(stream);
        }
    }

    /// The user may have given the stream up meanwhile.
    private static void ended(PodStream stream) {
        PodStreamUser user = stream.hearer();
        stream.unserved();
        if (user != null) {
            user.responseEnded();
        }
    }

    private void trailers(PodStream stream, HeaderList list, boolean end) {
        if (!end) {
            malformed(stream, Http2Rule.TRAILERS);
            return;
        }
        ByteBuf section = connection.buffer(TRAILER_BYTES);
        Http2Rule fault = translator.trailers(list, section);
        if (fault == null) {
            stream.body.ended();
            fault = stream.body.isWrongLength() ? Http2Rule.LENGTH : null;
        }
        if (fault != null) {
            section.release();
            malformed(stream, fault);
            return;
        }
        connection.responded(stream);
        PodStreamUser user = stream.hearer();
        if (user == null) {
            section.release();
        } else {
            user.responseTrailers(section);
            ended(stream);
        }
    }

    private void malformed(PodStream stream, Http2Rule rule) {
        PodStreamUser user = stream.hearer();
        stream.unserved();
        connection.resetByUs(stream, Http2Error.PROTOCOL_ERROR);
        if (user != null) {
            user.malformed(rule);
        }
        connection.odd(Oddity.STREAM_ERROR);
    }

    @Override
    void faulty(Http2Stream stream, Http2Error error) {
        PodStreamUser user = ((PodStream) stream).hearer();
        stream.unserved();
        connection.resetByUs(stream, error);
        if (user != null) {
            user.reset();
        }
        connection.odd(Oddity.STREAM_ERROR);
    }

    @Override
    void tooLarge(int id, boolean ends) {
        PodStream stream = stream(id);
        if (stream == null) {
            stray(id);
            return;
        }
        PodStreamUser user = stream.hearer();
        stream.unserved();
        connection.resetByUs(stream, Http2Error.ENHANCE_YOUR_CALM);
        if (user != null) {
            user.tooLarge();
        }
        connection.odd(Oddity.STREAM_ERROR);
    }

    @Override
    boolean isIdle(int id) {
        return connection.isIdle(id);
    }

    @Override
    void body(Http2Stream carrier, ByteBuf data, boolean end) {
        PodStream stream = (PodStream) carrier;
        boolean empty = !data.isReadable() && !end;
        if (end) {
            stream.body.ended();
        }
        if (!stream.headSeen) {
            malformed(stream, Http2Rule.PSEUDO_FIELD);
            return;
        }
        if (stream.body.isWrongLength()) {
            malformed(stream, Http2Rule.LENGTH);
            return;
        }
        if (end) {
            connection.responded(stream);
        }
        hand(stream, data);
        stream.body.giveBack();
        if (end) {
            ended(stream);
        }
        if (empty) {
            connection.odd(Oddity.EMPTY_DATA);
        }
    }

    private static void hand(PodStream stream, ByteBuf data) {
        PodStreamUser user = stream.hearer();
        if (user != null && data.isReadable()) {
            user.responseData(data.readRetainedSlice(data.readableBytes()));
        }
    }

    @Override
    void strayData(int id, ByteBuf data) {
        stray(id);
        if (!data.isReadable()) {
            connection.odd(Oddity.EMPTY_DATA);
        }
    }

    /// Whatever else a pod means by it, after `REFUSED_STREAM` the request may go elsewhere.
    @Override
    public void onRstStreamRead(ChannelHandlerContext ctx, int id, long error) {
        PodStream stream = stream(id);
        if (stream == null) {
            if (isIdle(id)) {
                connection.fail(Http2Error.PROTOCOL_ERROR);
            } else {
                steering();
            }
        } else if (error == Http2Error.REFUSED_STREAM.code() && !stream.headSeen) {
            connection.unprocessed(stream);
        } else {
            connection.resetByPod(stream, error);
        }
    }

    @Override
    public void onSettingsRead(ChannelHandlerContext ctx, Http2Settings settings) {
        super.onSettingsRead(ctx, settings);
        Long most = settings.maxConcurrentStreams();
        if (most != null) {
            mostStreams = most;
        }
        if (!connection.isOver()) {
            connection.settled(mostStreams);
        }
    }

    @Override
    public void onPingAckRead(ChannelHandlerContext ctx, long data) {
        connection.pingAnswered(data);
    }

    @Override
    public void onGoAwayRead(ChannelHandlerContext ctx, int last, long error, ByteBuf debug) {
        steering();
        if (!connection.isOver()) {
            connection.leftBy(last);
        }
    }
}
