package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.collection.IntObjectHashMap;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;

/// One HTTP/2 connection: its streams, and how it ends.
///
/// `RequestFrames` judges what comes.
@SuppressWarnings("NonApiType") // The map of Netty has no interface that does not box.
public final class Http2Connection implements StreamCarrier {

    private static final int STREAM_WINDOW = 65_535;
    private static final int CONNECTION_WINDOW = 3 * STREAM_WINDOW;

    /// What the heads of all requests may have that are under way: 8 KiB for each of 128.
    private static final int MOST_HEAD_BYTES = 1 << 20;

    /// What may be spent of the budget of oddities before others have their turn.
    private static final int WEARY = 8;

    private static final int LARGEST_ID = Integer.MAX_VALUE;
    private static final long GOODBYE = 0x0673_1964L;

    private enum Phase {
        OPEN,
        /// It was said that the end is near; streams are still served.
        ANNOUNCED,
        /// Streams that come now are not served.
        LEAVING,
        OVER
    }

    private final StreamOwner owner;
    private final Http2Limits limits;
    private final FrameOutput output;
    private final FrameDecoder input;
    private final HeaderDecoder decoder;
    private final Sender sender;
    private final ReceiveWindow receiveWindow;
    private final IntObjectHashMap<Http2Stream> streams = new IntObjectHashMap<>(8);
    private final ResetStreams resets = new ResetStreams();
    private final Glitches glitches = new Glitches();
    private final ByteBufAllocator alloc;
    private Phase phase = Phase.OPEN;
    private int lastId;
    private int served;
    private int headBytes;
    private int oddOfTurn;

    /// `sink` takes what is to be sent; `context` is that of a handler of the channel.
    public Http2Connection(
            StreamOwner owner,
            Http2Limits limits,
            ChannelHandlerContext context,
            Consumer<ByteBuf> sink) {
        this.owner = owner;
        this.limits = limits;
        this.alloc = context.alloc();
        this.output = new FrameOutput(alloc, sink);
        this.decoder = new HeaderDecoder(limits.listBytes());
        this.sender = new Sender(this, output, true);
        this.receiveWindow = new ReceiveWindow(output, 0, CONNECTION_WINDOW);
        RequestFrames rules = new RequestFrames(this, new RequestTranslator(limits.crumbs()));
        this.input = new FrameDecoder(this, rules, context, decoder, true);
    }

    /// Writes our settings.
    public void begin() {
        output.settings(
                new int[] {
                    3, limits.streams(), 4, STREAM_WINDOW, 6, (int) limits.listBytes(), 8, 1,
                });
        output.windowUpdate(0, CONNECTION_WINDOW - STREAM_WINDOW);
    }

    /// Takes what was read. What is left where the connection has become weary of it is to come
    /// again after `rested`.
    public void receive(ByteBuf in) {
        input.receive(in);
    }

    /// All that could be read at once was handed over, or something was queued: hands on what is to
    /// be sent.
    public void gathered() {
        sender.sendWaiting();
        sender.wake();
        output.gathered();
    }

    /// Whether the client owes us the rest of a frame, of a header block, or of the preface.
    public boolean isOwed() {
        return input.isOwed();
    }

    /// Whether what the client owes is not what it owed when this was asked last.
    public boolean hasMoved() {
        return input.hasMoved();
    }

    /// A second or so has gone by.
    public void look() {
        if (phase == Phase.ANNOUNCED) {
            leave(Http2Error.NO_ERROR);
        }
        sender.giveUpStalled(owner.now(), limits);
        for (Http2Stream stream : openStreams()) {
            StreamUser user = stream.user();
            if (user != null) {
                user.look();
            }
        }
    }

    @Override
    public boolean isOver() {
        return phase == Phase.OVER;
    }

    /// What few clients do takes time that others wait for.
    @Override
    public boolean isWeary() {
        return isOver() || oddOfTurn >= WEARY;
    }

    /// Others have had their turn.
    public void rested() {
        oddOfTurn = 0;
    }

    /// Whether no stream is open.
    public boolean isIdle() {
        return streams.isEmpty();
    }

    /// Announces the end: what comes until the client knows is still served. False if that was done
    /// before.
    public boolean announceEnd() {
        if (phase != Phase.OPEN) {
            return false;
        }
        phase = Phase.ANNOUNCED;
        output.goAway(LARGEST_ID, Http2Error.NO_ERROR);
        output.ping(GOODBYE);
        return true;
    }

    /// The client has answered a ping.
    void pingAnswered(long data) {
        if (phase == Phase.ANNOUNCED && data == GOODBYE) {
            leave(Http2Error.NO_ERROR);
        } else {
            odd(Oddity.PING);
        }
    }

    /// Serves what is open and nothing more, then ends.
    public void leave(Http2Error error) {
        if (phase != Phase.LEAVING && phase != Phase.OVER) {
            phase = Phase.LEAVING;
            output.goAway(lastId, error);
            endIfDone();
        }
    }

    /// Whether the end was announced, and what is open is still served.
    public boolean isEnding() {
        return phase == Phase.ANNOUNCED || phase == Phase.LEAVING;
    }

    boolean isLeaving() {
        return phase == Phase.LEAVING;
    }

    private void endIfDone() {
        if (phase == Phase.LEAVING && streams.isEmpty()) {
            phase = Phase.OVER;
            owner.over();
        }
    }

    @Override
    public void fail(Http2Error error) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        output.goAway(lastId, error);
        dropAll();
        owner.over();
    }

    /// The connection is gone.
    public void gone() {
        phase = Phase.OVER;
        dropAll();
        input.drop();
        output.drop();
    }

    private void dropAll() {
        for (Http2Stream stream : openStreams()) {
            remove(stream);
            hearsOfReset(stream);
        }
    }

    @Override
    public void odd(Oddity oddity) {
        owner.odd(oddity);
        oddOfTurn += oddity.cost();
        switch (glitches.add(oddity, owner.now())) {
            case FINE -> {}
            case SOFT -> leave(Http2Error.ENHANCE_YOUR_CALM);
            case HARD -> fail(Http2Error.ENHANCE_YOUR_CALM);
        }
    }

    /// A request was refused for a rule that it breaks.
    public void refused() {
        odd(Oddity.REQUEST_REFUSED);
    }

    /// Whether one more request with such a head may be under way. Its fields may have come as
    /// references of an octet each.
    boolean hasRoomFor(int head) {
        return streams.isEmpty() || headBytes + head <= MOST_HEAD_BYTES;
    }

    /// Opens a stream that the client has begun, with a head of so many octets.
    Http2Stream open(int id, long announced, RequestTranslator.Following following, int head) {
        boolean body = following == RequestTranslator.Following.BODY;
        ReceivedBody frames =
                new ReceivedBody(
                        receiveWindow,
                        new ReceiveWindow(output, id, STREAM_WINDOW),
                        announced,
                        body);
        Http2Stream stream = new Http2Stream(this, id, frames);
        streams.put(id, stream);
        stream.headBytes = head;
        headBytes += head;
        sender.opened();
        if (++served == limits.requests()) {
            announceEnd();
        } else if (served > limits.requests() + limits.streams()) {
            leave(Http2Error.NO_ERROR);
        }
        return stream;
    }

    @Override
    public void sent(Http2Stream stream) {
        if (stream.body.isOpen()) {
            resets.add(stream.id());
            output.reset(stream.id(), Http2Error.NO_ERROR);
        }
        remove(stream);
    }

    @Override
    public void resetByUs(Http2Stream stream, Http2Error error) {
        resets.add(stream.id());
        output.reset(stream.id(), error);
        remove(stream);
    }

    @Override
    public void stalled(Http2Stream stream) {
        resetForClient(stream, Http2Error.ENHANCE_YOUR_CALM, Oddity.STALLED);
    }

    /// Resets a stream for what the client did.
    void resetForClient(Http2Stream stream, Http2Error error, Oddity oddity) {
        resetByUs(stream, error);
        hearsOfReset(stream);
        odd(oddity);
    }

    /// Resets a stream that was not opened.
    void refuseStream(int id, Http2Error error, Oddity oddity) {
        resets.add(id);
        output.reset(id, error);
        odd(oddity);
    }

    /// The client has reset a stream.
    void resetByClient(Http2Stream stream) {
        remove(stream);
        hearsOfReset(stream);
        odd(stream.opened == owner.now() ? Oddity.RAPID_RESET : Oddity.LATE_RESET);
    }

    private static void hearsOfReset(Http2Stream stream) {
        StreamUser user = stream.user();
        stream.unserved();
        if (user != null) {
            user.reset();
        }
    }

    private void remove(Http2Stream stream) {
        if (stream.gone) {
            return;
        }
        stream.drop();
        headBytes -= stream.headBytes;
        stream.body.ended();
        stream.body.resume();
        streams.remove(stream.id());
        if (streams.isEmpty() && phase != Phase.OVER) {
            owner.resting();
            endIfDone();
        }
    }

    @Override
    public Collection<Http2Stream> openStreams() {
        return streams.isEmpty() ? List.of() : List.copyOf(streams.values());
    }

    StreamOwner owner() {
        return owner;
    }

    Http2Limits limits() {
        return limits;
    }

    @Override
    public IntObjectHashMap<Http2Stream> streams() {
        return streams;
    }

    ResetStreams resets() {
        return resets;
    }

    @Override
    public ReceiveWindow receiveWindow() {
        return receiveWindow;
    }

    @Override
    public Sender sender() {
        return sender;
    }

    @Override
    public FrameOutput output() {
        return output;
    }

    ByteBufAllocator alloc() {
        return alloc;
    }

    HeaderDecoder decoder() {
        return decoder;
    }

    int lastId() {
        return lastId;
    }

    void lastId(int id) {
        lastId = id;
    }

    @Override
    public long now() {
        return owner.now();
    }

    @Override
    public boolean isWritable() {
        return owner.isWritable();
    }
}
