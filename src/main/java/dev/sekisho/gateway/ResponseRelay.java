package dev.sekisho.gateway;

import dev.sekisho.gateway.ClientSide.BodyEnd;
import dev.sekisho.gateway.http1.ChunkScanner;
import dev.sekisho.gateway.http1.ChunkSink;
import dev.sekisho.gateway.http1.Method;
import dev.sekisho.gateway.http1.Progress;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.ResponseHead;
import dev.sekisho.gateway.http1.ResponseRule;
import io.netty.buffer.ByteBuf;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The response on its way down: its head read, its body passed on, its end recognised.
final class ResponseRelay implements ChunkSink {

    private static final int MOST_INTERIM = 16;
    private static final int SWITCHING_PROTOCOLS = 101;

    /// What came of the bytes so far.
    enum Outcome {
        /// More are needed.
        OPEN,
        /// The response is whole.
        DONE,
        /// It breaks a rule of HTTP.
        MALFORMED,
        /// What follows is not HTTP, as the client has asked.
        SWITCHED,
        /// It is dropped, and another endpoint asked.
        ELSEWHERE
    }

    private enum Mode {
        HEAD,
        LENGTH,
        CHUNKED,
        UNTIL_CLOSE,
        /// By the end of a stream of HTTP/2, which has checked its length.
        STREAM,
        DONE
    }

    private final GatewayLoop loop;
    private final Exchange exchange;
    private final ResponseHead head;
    private @Nullable ChunkScanner scanner;
    private Mode mode = Mode.HEAD;
    private @Nullable ResponseRule rule;
    private boolean mangled;
    private boolean withheld;
    private long remaining;
    private int interim;

    ResponseRelay(GatewayLoop loop, Exchange exchange) {
        this.loop = loop;
        this.exchange = exchange;
        this.head = new ResponseHead(loop.settings().heads());
    }

    void clear() {
        head.clear();
        mode = Mode.HEAD;
        rule = null;
        mangled = false;
        withheld = false;
        remaining = 0;
        interim = 0;
    }

    ResponseHead head() {
        return head;
    }

    /// Whether the final head has gone to the client.
    boolean isCommitted() {
        return mode != Mode.HEAD;
    }

    /// The rule that the response breaks, if it breaks one.
    @Nullable ResponseRule rule() {
        return rule;
    }

    /// Notes which rule of HTTP/2 it breaks.
    void broke(ResponseRule broken) {
        refuse(broken);
    }

    private Outcome refuse(ResponseRule broken) {
        rule = broken;
        loop.refused(broken);
        return Outcome.MALFORMED;
    }

    /// The pod's connection is gone before the end of a response that has begun.
    void cut() {
        if (isStarted()) {
            refuse(ResponseRule.UPSTREAM_CUT);
        }
    }

    /// More has come after its end.
    void surplus() {
        refuse(ResponseRule.UPSTREAM_SURPLUS);
    }

    /// Whether any byte of a final or interim response has come.
    boolean isStarted() {
        return isCommitted() || interim > 0 || head.isStarted();
    }

    /// Whether the pod's connection is at a clean end and stays open.
    boolean leavesConnectionOpen() {
        return mode == Mode.DONE && !mangled && head.isKeepAlive();
    }

    /// Whether it has no body, but a program that takes it for an answer to GET would wait for one.
    boolean isWithoutItsBody() {
        return withheld;
    }

    /// Takes bytes of the response; what follows its end is left.
    Outcome receive(ByteBuf in) {
        Outcome outcome = Outcome.OPEN;
        while (outcome == Outcome.OPEN && in.isReadable()) {
            outcome = mode == Mode.HEAD ? head(in) : body(in);
        }
        return outcome;
    }

    private Outcome head(ByteBuf in) {
        Progress progress = head.parse(in);
        if (progress != Progress.COMPLETE) {
            return progress == Progress.MORE
                    ? Outcome.OPEN
                    : refuse(Objects.requireNonNull(head.rule()));
        }
        return head.isInterim() ? interim() : begin(in);
    }

    private Outcome interim() {
        if (head.status() == SWITCHING_PROTOCOLS) {
            return exchange.forwarding().head().offer().isTaken(exchange.request(), head)
                    ? Outcome.SWITCHED
                    : refuse(ResponseRule.UPSTREAM_SWITCHED);
        }
        if (++interim > MOST_INTERIM) {
            return refuse(ResponseRule.UPSTREAM_INTERIM_TOO_MANY);
        }
        exchange.client().interim(head);
        head.clear();
        return Outcome.OPEN;
    }

    private Outcome begin(ByteBuf in) {
        if (exchange.forwarding().choice().prefersAnother(head.status())) {
            return Outcome.ELSEWHERE;
        }
        ClientSide client = exchange.client();
        if (isNoTunnel(client)) {
            return refuse(ResponseRule.UPSTREAM_NOT_SWITCHED);
        }
        BodyEnd end = frame(exchange.request());
        exchange.responseBegins(head.status());
        client.head(head, end, in.readableBytes());
        Outcome outcome = mode == Mode.DONE || !in.isReadable() ? outcome() : body(in);
        client.bodyPauses();
        return outcome;
    }

    /// Whether the client would take it for the tunnel that the pod has not made.
    private boolean isNoTunnel(ClientSide client) {
        return exchange.request().upgradeField() >= 0
                && head.status() / 100 == 2
                && client.expectsTunnel();
    }

    /// Decides how the body ends (RFC 9112 6.3).
    private BodyEnd frame(RequestHead request) {
        if (exchange.forwarding().head().isHttp2()) {
            return streamed(request);
        }
        if (isBodiless(request)) {
            return withoutBody(request);
        }
        if (head.isChunked()) {
            mode = Mode.CHUNKED;
            scanner().start(exchange.client().chunks());
            return BodyEnd.CHUNKED;
        }
        if (head.contentLength() >= 0) {
            remaining = head.contentLength();
            mode = remaining == 0 ? Mode.DONE : Mode.LENGTH;
            return BodyEnd.AS_RECEIVED;
        }
        mode = Mode.UNTIL_CLOSE;
        mangled = true;
        return BodyEnd.UNTIL_CLOSE;
    }

    private BodyEnd streamed(RequestHead request) {
        mode = Mode.STREAM;
        if (isBodiless(request)) {
            return head.status() == 204 ? BodyEnd.NONE : BodyEnd.AS_RECEIVED;
        }
        return head.contentLength() >= 0 ? BodyEnd.AS_RECEIVED : BodyEnd.STREAM;
    }

    /// Whether it is one of gRPC that has begun, and the end of its stream is its end.
    boolean isOpenCall() {
        return mode == Mode.STREAM && head.contentLength() < 0 && GrpcStatus.isGrpc(head);
    }

    /// The stream of the response has ended in order.
    void streamEnded() {
        mode = Mode.DONE;
    }

    private BodyEnd withoutBody(RequestHead request) {
        boolean announced = head.isChunked() || head.contentLength() > 0;
        boolean open = request.method() == Method.HEAD && head.contentLength() < 0;
        mode = Mode.DONE;
        mangled = head.status() == 204 && announced;
        withheld = announced || open;
        return head.status() == 204 ? BodyEnd.NONE : BodyEnd.AS_RECEIVED;
    }

    private boolean isBodiless(RequestHead request) {
        int status = head.status();
        return request.method() == Method.HEAD || status == 204 || status == 304;
    }

    private ChunkScanner scanner() {
        ChunkScanner used = scanner;
        if (used == null) {
            used = new ChunkScanner(loop.settings().heads());
            scanner = used;
        }
        return used;
    }

    private Outcome body(ByteBuf in) {
        switch (mode) {
            case LENGTH -> {
                int taken = (int) Math.min(remaining, in.readableBytes());
                remaining -= taken;
                exchange.client().body(in, taken);
                mode = remaining == 0 ? Mode.DONE : Mode.LENGTH;
            }
            case CHUNKED -> {
                Progress progress = scanner().scan(in, this);
                if (progress == Progress.REFUSED) {
                    return refuse(ResponseRule.UPSTREAM_BODY_MALFORMED);
                }
                mode = progress == Progress.COMPLETE ? Mode.DONE : Mode.CHUNKED;
            }
            case UNTIL_CLOSE -> piece(in.readRetainedSlice(in.readableBytes()));
            case HEAD, STREAM, DONE -> {}
        }
        return outcome();
    }

    private Outcome outcome() {
        return mode == Mode.DONE ? Outcome.DONE : Outcome.OPEN;
    }

    /// The pod has closed in order: whether that is the end of the response.
    boolean endsHere() {
        if (mode != Mode.UNTIL_CLOSE) {
            return false;
        }
        mode = Mode.DONE;
        return true;
    }

    @Override
    public void piece(ByteBuf piece) {
        exchange.client().body(piece);
    }

    @Override
    public void trailers(ByteBuf section) {
        exchange.client().trailers(section);
    }
}
