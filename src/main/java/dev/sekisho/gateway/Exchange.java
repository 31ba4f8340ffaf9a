package dev.sekisho.gateway;

import dev.sekisho.gateway.ResponseRelay.Outcome;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.observe.RouteStats;
import dev.sekisho.gateway.route.BackendSlot;
import dev.sekisho.gateway.route.RouteTable;
import dev.sekisho.gateway.upgrade.Offer;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import dev.sekisho.model.http.ForwardPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.handler.codec.http2.Http2Error;
import org.jspecify.annotations.Nullable;

/// One request and its response in flight. Reused; belongs to one client at a time.
///
/// Knows when it is over, and tells all that have a part in it. `Dispatch` decides what is done
/// with the request; the attempts to reach a pod are those of `Forwarding`; bytes are moved by
/// `RequestBody` and `ResponseRelay`; the client is behind `ClientSide`.
final class Exchange {

    private static final int CLIENT_CLOSED = 499;

    private final GatewayLoop loop;
    private final RequestHead request;
    private final RequestId requestId = new RequestId();
    private final RequestBody body = new RequestBody(this);
    private final Intake intake;
    private final ResponseRelay response;
    private final Forwarding forwarding;
    private final StreamedResponse streamed = new StreamedResponse(this);
    private final Dispatch dispatch;
    private final FinishedExchange record = new FinishedExchange(this);
    private @Nullable ClientSide client;
    private @Nullable CallDeadline callDeadline;
    private RouteStats stats = RouteTable.EMPTY.unmatchedStats();
    private @Nullable RequestRule rule;
    private int status;
    private long startNanos;
    private long tunnelledUp;
    private long tunnelledDown;
    private long serving;
    private boolean begun;

    Exchange(GatewayLoop loop) {
        this.loop = loop;
        this.request = new RequestHead(loop.settings().heads(), loop::allowedInPaths);
        this.intake = new Intake(loop, this);
        this.response = new ResponseRelay(loop, this);
        this.forwarding = new Forwarding(loop, this);
        this.dispatch = new Dispatch(loop, this, intake);
    }

    /// Begins with a client of which the first bytes of a request came.
    void open(ClientSide from) {
        client = from;
        serving++;
        stats = loop.plane().published().table().unmatchedStats();
        rule = null;
        status = 0;
        requestId.clear();
        begun = false;
        tunnelledUp = 0;
        tunnelledDown = 0;
        startNanos = System.nanoTime();
    }

    /// The side of it that faces the client.
    ClientSide client() {
        if (client == null) {
            throw new IllegalStateException("the exchange is over");
        }
        return client;
    }

    /// The head is whole; `in` holds what came with it.
    void begin(ByteBuf in) {
        begun = true;
        requestId.read(request, loop.requestIds());
        dispatch.begin(in);
    }

    /// Metrics of the request are those of its route.
    void belongsTo(RouteStats routeStats) {
        stats = routeStats;
    }

    void forward(@Nullable BackendSlot backend, ForwardPolicy policy) {
        if (backend == null) {
            answer(503);
        } else {
            if (policy.limitsGrpc() && GrpcStatus.isGrpc(request)) {
                limitCall(policy);
            }
            forwarding.start(loop.pools().backend(backend), policy);
        }
    }

    /// Whether it is a call of gRPC that its pod knows of. Its messages come when there are some,
    /// which may be hours later, and the pod judges that.
    boolean isCallUnderWay() {
        return forwarding.isSending()
                && forwarding.head().isHttp2()
                && !body.isStored()
                && GrpcStatus.isGrpc(request);
    }

    private void limitCall(ForwardPolicy policy) {
        CallDeadline made = callDeadline == null ? new CallDeadline(loop, this) : callDeadline;
        callDeadline = made;
        made.start(request, policy.grpcLimit());
    }

    private void endCallLimit() {
        if (callDeadline != null) {
            callDeadline.clear();
        }
    }

    /// Whether it is an answer that was waited for.
    boolean isLate() {
        return forwarding.isSending() || (callDeadline != null && callDeadline.isOver());
    }

    /// The call of gRPC has had its time.
    void callTimedOut() {
        ClientSide late = client();
        if (response.isOpenCall() && late.takesTrailers()) {
            endCall();
        } else {
            streamed.cancelled();
            responseFailed(504);
        }
        late.flush();
    }

    /// Clients of gRPC look for a status at the end of what has begun.
    private void endCall() {
        forwarding.stop();
        body.stop();
        client().trailers(GrpcStatus.deadlineExceeded());
        finish();
    }

    /// More of the body came.
    void moreBody(ByteBuf in) {
        body.receive(in);
        bodyCame();
    }

    /// More of a body came that has no framing of HTTP/1.1.
    void moreData(ByteBuf data, boolean last) {
        body.receiveData(data, last);
        bodyCame();
    }

    private void bodyCame() {
        RequestRule broken = body.rule();
        if (broken != null) {
            refuse(broken);
        } else if (intake.isWaiting()) {
            intake.advance();
        } else {
            forwarding.bodySent();
        }
    }

    /// The request breaks a rule: it is answered if it can be, and the connection ends.
    void refuse(RequestRule broken) {
        rule = broken;
        loop.refused(broken);
        if (!begun) {
            requestId.read(request, loop.requestIds());
        }
        if (response.isCommitted()) {
            cut();
        } else {
            answer(broken.status());
        }
    }

    void answer(int code) {
        answer(Answer.of(code));
    }

    /// Ends the exchange with a response of ours.
    void answer(Answer answer) {
        forwarding.stop();
        body.stop();
        status = answer.status();
        client().answer(answer);
        finish();
    }

    void responseBegins(int code) {
        status = code;
        body.answered();
        forwarding.answered(code);
    }

    /// Takes bytes of the pod's response, and one reference to them.
    void responseBytes(ByteBuf in) {
        Outcome outcome = response.receive(in);
        if (outcome == Outcome.SWITCHED) {
            responseBegins(response.head().status());
            status = client().tunnelStatus();
            endCallLimit();
            client().tunnel(response.head(), forwarding.handOver(), in);
            return;
        }
        boolean surplus = in.isReadable() && outcome == Outcome.DONE;
        in.release();
        switch (outcome) {
            case OPEN -> forwarding.holdBack();
            case DONE -> {
                if (surplus) {
                    response.surplus();
                }
                responseDone(surplus ? Left.SPENT : left());
            }
            case MALFORMED -> forwarding.malformed();
            case ELSEWHERE -> forwarding.elsewhere(response.head().status());
            case SWITCHED -> {}
        }
    }

    private Left left() {
        return body.isPassedOn() && response.leavesConnectionOpen() ? Left.REUSABLE : Left.SPENT;
    }

    private void responseDone(Left left) {
        forwarding.complete(left);
        body.stop();
        finish();
    }

    /// The pod's last byte has come by the end of its stream.
    void responseStreamEnded() {
        response.streamEnded();
        responseDone(left());
    }

    /// The pod's last byte has come by the end of its connection.
    void responseEnded() {
        responseDone(Left.SPENT);
    }

    /// What follows a 101, between this client and that pod.
    Tunnel tunnel(TunnelClient tunnelled, UpstreamConnection pod) {
        Goodbye goodbye = forwarding.head().offer() == Offer.WEBSOCKET ? new Goodbye() : null;
        Tunnel.Terms terms = new Tunnel.Terms(loop.tunnels(), forwarding.policy(), goodbye);
        long served = serving;
        return new Tunnel(loop, terms, tunnelled, pod, (up, down) -> tunnelEnded(served, up, down));
    }

    /// What followed the 101 is over. Whoever it is by now whom this exchange serves, only the one
    /// that the tunnel was made for has it end.
    private void tunnelEnded(long served, long up, long down) {
        if (client == null || served != serving) {
            loop.plane().bugs().add(new IllegalStateException("the exchange was over before"));
            return;
        }
        tunnelledUp = up;
        tunnelledDown = down;
        forwarding.choice().times().completed();
        report();
    }

    /// No valid response, or none to its end: the client is told so as far as that still goes.
    void responseFailed(int code) {
        if (response.isCommitted()) {
            cut();
        } else {
            answer(code);
        }
    }

    /// Ends a response in the middle, so that the client cannot take it for whole.
    private void cut() {
        forwarding.stop();
        body.stop();
        ClientSide ended = client();
        Http2Error code = streamed.cutCode();
        report();
        ended.abort(code);
    }

    /// A kept body cannot be read any more.
    void bodyLost() {
        ClientSide served = client();
        responseFailed(503);
        served.flush();
    }

    /// The client is gone.
    void cancel() {
        forwarding.stop();
        body.stop();
        if (begun) {
            status = response.isCommitted() ? status : CLIENT_CLOSED;
            report();
        } else {
            release();
        }
    }

    /// Ends the client's connection, if there is still one that waits.
    void abandon() {
        ClientSide waiting = client;
        if (waiting != null) {
            waiting.abandon();
        }
    }

    private void finish() {
        ClientSide served = client();
        served.end();
        report();
        served.finished();
    }

    private void report() {
        loop.observer().finished(record);
        release();
    }

    private void release() {
        client = null;
        request.clear();
        body.clear();
        intake.clear();
        response.clear();
        streamed.clear();
        forwarding.clear();
        endCallLimit();
        loop.recycle(this);
    }

    RequestId requestId() {
        return requestId;
    }

    RequestHead request() {
        return request;
    }

    RequestBody body() {
        return body;
    }

    ResponseRelay response() {
        return response;
    }

    /// Who hears of a response that comes on a stream.
    StreamedResponse streamed() {
        return streamed;
    }

    Forwarding forwarding() {
        return forwarding;
    }

    Peer peer() {
        return client().peer();
    }

    GatewayLoop loop() {
        return loop;
    }

    RouteStats stats() {
        return stats;
    }

    @Nullable RequestRule rule() {
        return rule;
    }

    int status() {
        return status;
    }

    long startNanos() {
        return startNanos;
    }

    /// Bytes of the response that the client was sent.
    long sentBytes() {
        return client().sentBytes() + tunnelledDown;
    }

    /// Bytes that the client sent.
    long receivedBytes() {
        return request.headBytes() + body.received() + tunnelledUp;
    }
}
