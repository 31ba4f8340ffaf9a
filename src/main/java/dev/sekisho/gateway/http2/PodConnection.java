package dev.sekisho.gateway.http2;

import dev.sekisho.gateway.http2.FrameOutput.Last;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelHandlerContext;
import io.netty.handler.codec.http2.Http2Error;
import io.netty.util.collection.IntObjectHashMap;
import java.util.Collection;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// One HTTP/2 connection to a pod: the streams of our requests, and how it ends.
///
/// `ResponseFrames` judges what comes. What a pod may do without end is bounded by the same budget
/// of oddities that clients have.
@SuppressWarnings("NonApiType") // The map of Netty has no interface that does not box.
public final class PodConnection implements StreamCarrier {

    private static final int ENABLE_PUSH = 2;
    private static final int INITIAL_WINDOW = 4;
    private static final int HEADER_LIST = 6;
    private static final int DEFAULT_WINDOW = 65_535;

    /// What one stream may have under way while its client takes nothing.
    private static final int STREAM_WINDOW = DEFAULT_WINDOW;

    /// Given back as data comes, so that a stream that waits holds no other up.
    private static final int CONNECTION_WINDOW = 1 << 20;

    /// The fields of a response (16 KiB), and what RFC 9113 10.5.1 counts for each of a hundred.
    private static final int LIST_BYTES = (16 << 10) + 100 * 32;

    /// So much is decoded, so that a response which is too large costs its stream, not all others.
    private static final int DECODED_BYTES = 64 << 10;

    /// Streams at once, whatever the pod allows.
    private static final int MOST_STREAMS = 256;

    private static final int LAST_ID = 1 << 30;
    private static final long ALIVE = 0x0a11_7e5dL;

    private enum Phase {
        GREETING,
        OPEN,
        /// What is open goes on.
        LEAVING,
        OVER
    }

    private final PodOwner owner;
    private final FrameOutput output;
    private final FrameDecoder input;
    private final HeaderDecoder decoder = new HeaderDecoder(DECODED_BYTES);
    private final Sender sender;
    private final ReceiveWindow receiveWindow;
    private final IntObjectHashMap<Http2Stream> streams = new IntObjectHashMap<>(8);
    private final ResetStreams resets = new ResetStreams();
    private final Glitches glitches = new Glitches();
    private final ChannelHandlerContext context;
    private Phase phase = Phase.GREETING;
    private int mostStreams = MOST_STREAMS;
    private int nextId = 1;

    /// `sink` takes what is to be sent; `context` is that of a handler of the channel.
    public PodConnection(PodOwner owner, ChannelHandlerContext context, Consumer<ByteBuf> sink) {
        this.owner = owner;
        this.context = context;
        this.output = new FrameOutput(context.alloc(), sink);
        this.sender = new Sender(this, output, false);
        this.receiveWindow = new ReceiveWindow(output, 0, CONNECTION_WINDOW);
        ResponseFrames rules = new ResponseFrames(this, new ResponseTranslator());
        this.input = new FrameDecoder(this, rules, context, decoder, false);
    }

    /// Says hello.
    public void begin() {
        output.preface();
        output.settings(
                new int[] {
                    ENABLE_PUSH, 0, INITIAL_WINDOW, STREAM_WINDOW, HEADER_LIST, LIST_BYTES,
                });
        output.windowUpdate(0, CONNECTION_WINDOW - DEFAULT_WINDOW);
    }

    /// Takes what was read, and one reference to it.
    public void receive(ByteBuf in) {
        try {
            input.receive(in);
        } finally {
            in.release();
        }
    }

    /// All that could be read at once was handed over, or something was queued: hands on what is to
    /// be sent.
    public void gathered() {
        sender.sendWaiting();
        sender.wake();
        output.gathered();
    }

    /// How many streams more may be opened now.
    public int room() {
        boolean opens = phase == Phase.OPEN && nextId < LAST_ID;
        return opens ? Math.max(0, mostStreams - streams.size()) : 0;
    }

    public int openCount() {
        return streams.size();
    }

    /// Opens a stream by a request with this header block, and takes over one reference to that.
    /// Only where there is room.
    public PodStream open(ByteBuf block, boolean hasBody, PodStreamUser user) {
        int id = nextId;
        nextId += 2;
        ReceivedBody body =
                new ReceivedBody(null, new ReceiveWindow(output, id, STREAM_WINDOW), -1, true);
        PodStream stream = new PodStream(this, id, body);
        stream.servedBy(user);
        streams.put(id, stream);
        sender.opened();
        sender.worked();
        stream.sentEnd = !hasBody;
        output.headers(id, block, hasBody ? Last.NO : Last.STREAM);
        return stream;
    }

    /// The pod has sent its settings.
    void settled(long most) {
        mostStreams = (int) Math.min(most, MOST_STREAMS);
        if (phase == Phase.GREETING) {
            phase = Phase.OPEN;
            owner.settled();
        }
    }

    /// Asks whether the pod is still there: `PodOwner.alive` tells.
    public void ping() {
        output.ping(ALIVE);
    }

    void pingAnswered(long data) {
        if (data == ALIVE) {
            owner.alive();
        } else {
            odd(Oddity.PING);
        }
    }

    /// The pod takes no more streams, and has done nothing with those after `last`.
    void leftBy(int last) {
        boolean first = phase == Phase.OPEN || phase == Phase.GREETING;
        if (first) {
            phase = Phase.LEAVING;
            owner.leaving();
        }
        for (Http2Stream stream : openStreams()) {
            if (stream.id() > last) {
                unprocessed((PodStream) stream);
            }
        }
        endIfDone();
    }

    /// Opens no more streams, and ends when the last is over.
    public void leave() {
        if (phase == Phase.OPEN || phase == Phase.GREETING) {
            phase = Phase.LEAVING;
            endIfDone();
        }
    }

    private void endIfDone() {
        if (phase == Phase.LEAVING && streams.isEmpty()) {
            phase = Phase.OVER;
            output.goAway(0, Http2Error.NO_ERROR);
            owner.over();
        }
    }

    @Override
    public void fail(Http2Error error) {
        if (phase == Phase.OVER) {
            return;
        }
        phase = Phase.OVER;
        output.goAway(0, error);
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
            PodStreamUser user = ended((PodStream) stream);
            if (user != null) {
                user.reset();
            }
        }
    }

    @Override
    public void odd(Oddity oddity) {
        switch (glitches.add(oddity, owner.now())) {
            case FINE -> {}
            case SOFT -> {
                owner.leaving();
                leave();
            }
            case HARD -> fail(Http2Error.ENHANCE_YOUR_CALM);
        }
    }

    /// The pod has done nothing with the request.
    void unprocessed(PodStream stream) {
        PodStreamUser user = ended(stream);
        if (user != null) {
            user.unprocessed();
        }
    }

    void resetByPod(PodStream stream, long code) {
        PodStreamUser user = ended(stream);
        if (user != null) {
            user.podReset(code);
        }
    }

    /// Removes a stream; whoever used it is to be told why.
    private @Nullable PodStreamUser ended(PodStream stream) {
        remove(stream);
        PodStreamUser user = stream.hearer();
        stream.unserved();
        return user;
    }

    @Override
    public void sent(Http2Stream stream) {
        if (!stream.body.isOpen()) {
            remove(stream);
        }
    }

    /// The end of a response has come.
    void responded(PodStream stream) {
        stream.body.ended();
        if (stream.sentEnd) {
            remove(stream);
        }
    }

    @Override
    public void resetByUs(Http2Stream stream, Http2Error error) {
        resets.add(stream.id());
        output.reset(stream.id(), error);
        remove(stream);
    }

    @Override
    public void stalled(Http2Stream stream) {
        resetByUs(stream, Http2Error.CANCEL);
    }

    private void remove(Http2Stream stream) {
        if (stream.gone) {
            return;
        }
        stream.drop();
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

    /// Whether the stream with this number was never opened.
    boolean isIdle(int id) {
        return (id & 1) == 0 || id >= nextId;
    }

    boolean isResetByUs(int id) {
        return resets.contains(id);
    }

    ByteBuf buffer(int bytes) {
        return context.alloc().ioBuffer(bytes);
    }

    HeaderDecoder decoder() {
        return decoder;
    }

    @Override
    public boolean isOver() {
        return phase == Phase.OVER;
    }

    @Override
    public boolean isWeary() {
        return isOver();
    }

    @Override
    public IntObjectHashMap<Http2Stream> streams() {
        return streams;
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

    @Override
    public long now() {
        return owner.now();
    }

    @Override
    public boolean isWritable() {
        return owner.isWritable();
    }
}
