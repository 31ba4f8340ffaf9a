package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.gateway.upstream.BackendEndpoint;
import dev.sekisho.gateway.upstream.BackendPool;
import dev.sekisho.gateway.upstream.StreamEvents;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import dev.sekisho.gateway.upstream.UpstreamLink;
import dev.sekisho.gateway.upstream.UpstreamUser;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.RetryCondition;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The way of one request to a pod: attempts, the connection in use, back-pressure both ways.
///
/// When a request may be tried on another endpoint is for `EndpointChoice` to say.
final class Forwarding implements UpstreamUser {

    private final GatewayLoop loop;
    private final Exchange exchange;
    private final EndpointChoice choice;
    private final KeptHead head;
    private ForwardPolicy policy = ForwardPolicy.DEFAULT;
    private long readTicks;
    private long sendTicks;
    private @Nullable UpstreamLink connection;
    private boolean sending;
    private boolean dirty;
    private boolean readsPaused;
    private boolean early;

    Forwarding(GatewayLoop loop, Exchange exchange) {
        this.loop = loop;
        this.exchange = exchange;
        this.choice = new EndpointChoice(loop, exchange);
        this.head = new KeptHead(loop, exchange);
        clear();
        use(ForwardPolicy.DEFAULT);
    }

    void clear() {
        choice.clear();
        head.clear();
        forgetAttempt();
    }

    private void forgetAttempt() {
        sending = false;
        dirty = false;
        readsPaused = false;
        early = false;
    }

    private void use(ForwardPolicy wanted) {
        policy = wanted;
        choice.use(wanted);
        readTicks = TimerWheel.ticks(wanted.read());
        sendTicks = TimerWheel.ticks(wanted.send());
    }

    /// Sends the request to an endpoint of the backend. Equal policies are nearly always the same
    /// object, and to find two equal costs more than to use the other.
    @SuppressWarnings("ReferenceEquality")
    void start(BackendPool pool, ForwardPolicy wanted) {
        if (policy != wanted) {
            use(wanted);
        }
        head.read(wanted.upgrades(), pool.protocol());
        BackendEndpoint first = choice.first(pool);
        if (first == null) {
            exchange.answer(503);
            return;
        }
        head.write();
        attempt(first);
    }

    private void attempt(BackendEndpoint endpoint) {
        UpstreamLink idle = endpoint.take(this, choice.mostIdleTicks());
        if (idle == null) {
            connect(endpoint);
        } else {
            send(idle);
        }
    }

    private void connect(BackendEndpoint endpoint) {
        try {
            connection = endpoint.connect(this, TimerWheel.ticks(policy.connect()));
        } catch (ChannelException noSocket) {
            exchange.answer(503);
            return;
        }
        exchange.client().pauseBody();
    }

    private void send(UpstreamLink ready) {
        connection = ready;
        sending = true;
        ready.requestStarted();
        head.sendTo(ready);
        exchange.body().sendTo(ready);
        if (takesMore(ready)) {
            exchange.client().resumeBody();
        } else {
            exchange.client().pauseBody();
        }
    }

    /// A pod's time runs once it has the whole request, and while it is read from; else the
    /// client's does.
    private void expect(UpstreamLink open) {
        if (exchange.body().isPassedOn() && !readsPaused) {
            open.expectIn(readTicks);
        } else {
            open.expectNothing();
        }
    }

    /// As `expect`; while a body is under way its time goes on.
    private void expectMore(UpstreamLink open) {
        if (exchange.body().isPassedOn()) {
            expect(open);
        }
    }

    /// Sends what was written since the last flush.
    void flush() {
        if (dirty && connection != null) {
            dirty = false;
            connection.flush();
        }
    }

    /// A piece of the body was handed over or queued: slows the client down if it is too fast.
    void bodySent() {
        UpstreamLink open = connection;
        if (open == null || !sending || !takesMore(open)) {
            exchange.client().pauseBody();
        }
    }

    /// Whether the pod takes more. One that does not has its time to take what it was sent.
    private boolean takesMore(UpstreamLink open) {
        dirty = true;
        expect(open);
        if (!open.isWritable()) {
            flush();
        }
        boolean more = open.isWritable();
        if (!more) {
            open.expectTaken(sendTicks);
        }
        return more;
    }

    /// Stops reading from the pod while the client does not take what was read.
    void holdBack() {
        UpstreamLink open = connection;
        if (open != null && sending) {
            if (exchange.client().isFlooded()) {
                readsPaused = true;
                open.pauseReads();
            }
            expectMore(open);
        }
    }

    /// The client takes bytes again.
    void resume() {
        if (readsPaused && connection != null) {
            readsPaused = false;
            expectMore(connection);
            connection.resumeReads();
        }
    }

    void answered(int status) {
        choice.answered(status);
        early = !exchange.body().isPassedOn() || connection == null || connection.hasUnsentBytes();
    }

    /// The response is whole: the connection goes back to its pool if that is safe. After a
    /// response that came before the whole request was sent it is not: what is left of the request
    /// could be taken for the next one.
    void complete(Left left) {
        choice.times().completed();
        UpstreamLink used = connection;
        connection = null;
        head.drop();
        if (used == null) {
            return;
        }
        if (left == Left.SPENT || early) {
            used.discard();
        } else if (exchange.response().isWithoutItsBody()) {
            used.releaseLater();
        } else {
            used.release();
        }
    }

    /// The pod has left HTTP: its connection, which is for someone else to care for from now on.
    UpstreamConnection handOver() {
        UpstreamConnection handed = (UpstreamConnection) Objects.requireNonNull(connection);
        connection = null;
        head.drop();
        return handed;
    }

    /// Gives up what is under way.
    void stop() {
        UpstreamLink used = connection;
        connection = null;
        head.drop();
        if (used != null) {
            used.discard();
        }
    }

    @Override
    public void upstreamConnected() {
        UpstreamLink made = connection;
        if (made == null) {
            return;
        }
        choice.connected();
        if (choice.isCurrent()) {
            send(made);
        } else {
            leave(made);
        }
        flush();
    }

    /// The endpoint was removed while we connected: it gets no new request.
    private void leave(UpstreamLink made) {
        connection = null;
        made.release();
        again(choice.afterRemoved(), 503);
    }

    @Override
    public void upstreamRefused() {
        unconnected(RetryCondition.ERROR, 502);
    }

    @Override
    public void upstreamConnectTimedOut() {
        unconnected(RetryCondition.TIMEOUT, 504);
    }

    private void unconnected(RetryCondition condition, int failure) {
        choice.connectFailed(connection, condition);
        connection = null;
        again(choice.afterUnsent(condition), failure);
    }

    /// Tries `other`; without one the client gets `failure`.
    private void again(@Nullable BackendEndpoint other, int failure) {
        if (other == null) {
            exchange.responseFailed(failure);
            return;
        }
        takeBack();
        attempt(other);
        flush();
    }

    /// Undoes what the attempt before has begun.
    private void takeBack() {
        UpstreamLink used = connection;
        connection = null;
        if (used != null) {
            used.discard();
        }
        exchange.body().detach();
        exchange.response().clear();
        exchange.streamed().clear();
        forgetAttempt();
    }

    @Override
    public void upstreamReceived(ByteBuf in) {
        exchange.responseBytes(in);
    }

    @Override
    public void upstreamReadComplete() {
        exchange.client().flush();
    }

    @Override
    public void upstreamWritabilityChanged() {
        if (connection != null && connection.isWritable()) {
            exchange.body().sendMore();
            expect(connection);
            exchange.client().resumeBody();
        }
    }

    @Override
    public void upstreamEnded() {
        ClientSide client = exchange.client();
        if (exchange.response().endsHere()) {
            connection = null;
            exchange.responseEnded();
        } else {
            failed();
        }
        client.flush();
    }

    @Override
    public void upstreamBroken() {
        ClientSide client = exchange.client();
        failed();
        client.flush();
    }

    private void failed() {
        UpstreamLink lost = connection;
        connection = null;
        exchange.response().cut();
        choice.lost(lost);
        if (lost == null) {
            exchange.responseFailed(502);
            return;
        }
        if (dirty && !exchange.body().isSent()) {
            again(choice.afterUnsent(RetryCondition.ERROR), 502);
            return;
        }
        BackendEndpoint fresh = lost.isPooled() ? choice.afterStale() : null;
        if (fresh == null) {
            again(choice.afterSent(RetryCondition.ERROR), 502);
        } else {
            takeBack();
            connect(fresh);
        }
    }

    @Override
    public void upstreamTimedOut() {
        ClientSide client = exchange.client();
        choice.observe();
        again(choice.afterSent(RetryCondition.TIMEOUT), 504);
        client.flush();
    }

    @Override
    public void upstreamFault(RuntimeException bug) {
        loop.plane().bugs().add(bug);
        connection = null;
        exchange.abandon();
    }

    @Override
    public StreamEvents streamEvents() {
        return exchange.streamed();
    }

    /// The pod did nothing with the request.
    void unprocessed() {
        connection = null;
        again(choice.afterUnprocessed(), 502);
    }

    /// The pod's answer breaks a rule of HTTP.
    void malformed() {
        again(choice.afterSent(RetryCondition.INVALID_HEADER), 502);
    }

    /// Drops the answer and asks the endpoint that `EndpointChoice.prefersAnother` has found.
    void elsewhere(int status) {
        again(choice.afterStatus(status), 502);
    }

    /// Whether a pod has got the request, or a part of it.
    boolean isSending() {
        return sending;
    }

    /// How pods get the head, and what it offers.
    KeptHead head() {
        return head;
    }

    /// Which endpoints were asked, and which is next.
    EndpointChoice choice() {
        return choice;
    }

    ForwardPolicy policy() {
        return policy;
    }
}
