package dev.sekisho.gateway;

import dev.sekisho.gateway.DownstreamHead.ConnectionField;
import dev.sekisho.gateway.ResponseRelay.Outcome;
import dev.sekisho.gateway.filter.Filters;
import dev.sekisho.gateway.http1.Method;
import dev.sekisho.gateway.http1.RequestHead;
import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.observe.RouteStats;
import dev.sekisho.gateway.route.BackendSlot;
import dev.sekisho.gateway.route.CompiledRoute;
import dev.sekisho.gateway.route.RouteTable;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.RouteAction;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufAllocator;
import org.jspecify.annotations.Nullable;

/// One request and its response in flight. Reused; belongs to one connection at a time.
///
/// Decides what is done with the request and when it is over. The attempts to reach a pod are those
/// of `Forwarding`; bytes are moved by `RequestBody` and `ResponseRelay`.
final class Exchange {

    private static final int CLIENT_CLOSED = 499;

    private final GatewayLoop loop;
    private final RequestHead request;
    private final RequestId requestId = new RequestId();
    private final RequestBody body = new RequestBody(this);
    private final Intake intake;
    private final ResponseRelay response;
    private final Forwarding forwarding;
    private final Answers answers;
    private final FinishedExchange record = new FinishedExchange(this);
    private @Nullable DownstreamConnection client;
    private RouteStats stats = RouteTable.EMPTY.unmatchedStats();
    private @Nullable RequestRule rule;
    private int status;
    private long startNanos;
    private long answeredBytes;
    private boolean closing;
    private boolean begun;

    Exchange(GatewayLoop loop) {
        this.loop = loop;
        this.request = new RequestHead(loop.settings().heads(), loop::allowedInPaths);
        this.intake = new Intake(loop, this);
        this.response = new ResponseRelay(loop, this);
        this.forwarding = new Forwarding(loop, this);
        this.answers = new Answers(loop);
    }

    /// Begins with a connection on which the first bytes of a request came.
    void open(DownstreamConnection connection) {
        client = connection;
        stats = loop.plane().published().table().unmatchedStats();
        rule = null;
        status = 0;
        requestId.clear();
        answeredBytes = 0;
        closing = false;
        begun = false;
        startNanos = System.nanoTime();
    }

    private DownstreamConnection client() {
        if (client == null) {
            throw new IllegalStateException("the exchange is over");
        }
        return client;
    }

    /// The head is whole; `in` holds what came with it.
    void begin(ByteBuf in) {
        begun = true;
        requestId.read(request, loop.requestIds());
        CompiledRoute found =
                loop.plane()
                        .published()
                        .table()
                        .find(
                                request.bytes(),
                                request.hostStart(),
                                request.hostEnd(),
                                request.pathStart(),
                                request.pathEnd());
        if (found == null) {
            body.start(request, 0);
            receiveBody(in);
            answerUnlessRefused(404);
            return;
        }
        stats = found.stats();
        Route route = found.route();
        body.start(request, limit(route));
        if (!body.isComplete() && route.action() instanceof RouteAction.Forward forward) {
            intake.prepare(forward.policy().body());
        }
        receiveBody(in);
        RequestRule broken = body.rule();
        if (broken != null) {
            refuse(broken);
        } else if (loop.plane().admission().refusesRequests()) {
            answers.inviteRetry();
            answer(503);
        } else if (route.filters().isEmpty() || !redirected(route)) {
            act(route.action(), found.backend());
        }
    }

    private static long limit(Route route) {
        return switch (route.action()) {
            case RouteAction.Forward(_, ForwardPolicy policy) -> policy.maxBodyBytes();
            case RouteAction.Unavailable _ -> 0;
        };
    }

    private void answerUnlessRefused(int answer) {
        RequestRule broken = body.rule();
        if (broken != null) {
            refuse(broken);
        } else {
            answer(answer);
        }
    }

    private void receiveBody(ByteBuf in) {
        if (in.isReadable() && !body.isComplete() && body.rule() == null) {
            body.receive(in);
        }
    }

    private boolean redirected(Route route) {
        Filters.Redirect redirect = Filters.run(route.filters(), new RequestView(this));
        if (redirect == null) {
            return false;
        }
        answer(redirect.status(), redirect.location());
        return true;
    }

    private void act(RouteAction action, @Nullable BackendSlot backend) {
        switch (action) {
            case RouteAction.Forward forward -> {
                if (body.isStored() && backend != null) {
                    intake.await(forward);
                } else {
                    forward(backend, forward.policy());
                }
            }
            case RouteAction.Unavailable _ -> answer(503);
        }
    }

    void forward(@Nullable BackendSlot backend, ForwardPolicy policy) {
        if (backend == null) {
            answer(503);
        } else {
            forwarding.start(loop.pools().backend(backend), policy);
        }
    }

    /// More of the body came.
    void moreBody(ByteBuf in) {
        body.receive(in);
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
        closing = true;
        if (response.isCommitted()) {
            cut();
        } else {
            answer(broken.status());
        }
    }

    void answer(int code) {
        answer(code, null);
    }

    private void answer(int code, @Nullable String location) {
        forwarding.stop();
        body.stop();
        status = code;
        closing |= !body.isComplete();
        boolean headOnly = request.method() == Method.HEAD;
        answers.write(
                code,
                location,
                connectionField(),
                headOnly ? Answers.Extent.HEAD_ONLY : Answers.Extent.WHOLE);
        int length = loop.writer().length();
        ByteBuf out = alloc().ioBuffer(length);
        loop.writer().copyTo(out);
        answeredBytes = length;
        writeDown(out);
        finish();
    }

    /// What the response says about the connection to the client.
    ConnectionField connectionField() {
        if (isLast()) {
            closing = true;
            return ConnectionField.CLOSE;
        }
        return request.isHttp10() ? ConnectionField.KEEP_ALIVE : ConnectionField.NONE;
    }

    private boolean isLast() {
        return closing || !request.isKeepAlive() || !body.isComplete() || client().isLast();
    }

    /// The client's connection ends after this response.
    void closeAfter() {
        closing = true;
    }

    void responseBegins(int code) {
        status = code;
        forwarding.answered(code);
    }

    /// Takes bytes of the pod's response, and one reference to them.
    void responseBytes(ByteBuf in) {
        Outcome outcome = response.receive(in);
        boolean surplus = in.isReadable();
        in.release();
        switch (outcome) {
            case OPEN -> forwarding.holdBack();
            case DONE -> responseDone(surplus);
            case MALFORMED -> forwarding.malformed();
            case ELSEWHERE -> forwarding.elsewhere(response.head().status());
        }
    }

    private void responseDone(boolean surplus) {
        boolean reusable = !surplus && body.isPassedOn() && response.leavesConnectionOpen();
        forwarding.complete(reusable);
        body.stop();
        finish();
    }

    /// The pod's last byte has come by the end of its connection.
    void responseEnded() {
        responseDone(true);
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
        DownstreamConnection ended = client();
        report();
        ended.abort();
    }

    /// A kept body cannot be read any more.
    void bodyLost() {
        DownstreamConnection served = client();
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
        DownstreamConnection waiting = client;
        if (waiting != null) {
            waiting.closeNow();
        }
    }

    private void finish() {
        DownstreamConnection served = client();
        boolean last = closing;
        boolean mayBeSending = !body.isComplete() || rule != null || request.isKeepAlive();
        report();
        if (!last) {
            served.next();
        } else if (mayBeSending) {
            served.linger();
        } else {
            served.closeAfterWrites();
        }
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
        forwarding.clear();
        loop.recycle(this);
    }

    void writeDown(ByteBuf out) {
        client().write(out);
    }

    ByteBufAllocator alloc() {
        return client().alloc();
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

    Forwarding forwarding() {
        return forwarding;
    }

    Peer peer() {
        return client().peer();
    }

    DownstreamConnection connection() {
        return client();
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
        return answeredBytes + response.sent();
    }
}
