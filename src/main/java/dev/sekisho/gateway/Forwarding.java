package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.gateway.http1.HeadWriter;
import dev.sekisho.gateway.route.KeyHash;
import dev.sekisho.gateway.upstream.Attempts;
import dev.sekisho.gateway.upstream.BackendEndpoint;
import dev.sekisho.gateway.upstream.BackendPool;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import dev.sekisho.gateway.upstream.UpstreamUser;
import dev.sekisho.model.http.Balancing;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.RetryCondition;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// The way of one request to a pod: attempts, the connection in use, back-pressure both ways.
///
/// When a request may be tried on another endpoint is for `RetryGate` to say.
final class Forwarding implements UpstreamUser {

    /// A pod may close a connection that waits. A request that must not be sent twice takes only
    /// one that was in use a second ago.
    private static final long FRESH_TICKS = 1000 / TimerWheel.TICK_MILLIS;

    private final GatewayLoop loop;
    private final Exchange exchange;
    private final Attempts attempts = new Attempts();
    private final UpstreamTimes times = new UpstreamTimes();
    private final RetryGate retry;
    private ForwardPolicy policy = ForwardPolicy.DEFAULT;
    private long readTicks;
    private long sendTicks;
    private @Nullable BackendPool backend;
    private @Nullable UpstreamConnection connection;
    private @Nullable ByteBuf head;
    private boolean sending;
    private boolean dirty;
    private boolean readsPaused;
    private boolean early;
    private long key;
    private @Nullable BackendEndpoint chosen;

    Forwarding(GatewayLoop loop, Exchange exchange) {
        this.loop = loop;
        this.exchange = exchange;
        this.retry = new RetryGate(exchange, attempts, times);
        clear();
        use(ForwardPolicy.DEFAULT);
    }

    void clear() {
        attempts.clear();
        backend = null;
        sending = false;
        dirty = false;
        readsPaused = false;
        early = false;
        retry.clear();
        times.clear();
        chosen = null;
    }

    private void use(ForwardPolicy wanted) {
        policy = wanted;
        retry.use(wanted.retries());
        readTicks = TimerWheel.ticks(wanted.read());
        sendTicks = TimerWheel.ticks(wanted.send());
    }

    /// Sends the request to an endpoint of the backend.
    void start(BackendPool pool, ForwardPolicy wanted) {
        if (!policy.equals(wanted)) {
            use(wanted);
        }
        backend = pool;
        pool.countRequest();
        key = BalanceKey.of(exchange, policy.balancing());
        BackendEndpoint first = next();
        if (first == null) {
            exchange.answer(503);
            return;
        }
        HeadWriter out = loop.writer();
        loop.upstreamHead().write(exchange);
        head = exchange.alloc().ioBuffer(out.length());
        out.copyTo(head);
        times.firstAttempt();
        attempt(first);
    }

    private @Nullable BackendEndpoint next() {
        return backend == null ? null : backend.next(attempts, policy.balancing(), key);
    }

    private void attempt(BackendEndpoint endpoint) {
        attempts.add(endpoint);
        boolean idempotent = exchange.request().method().isIdempotent();
        UpstreamConnection idle = endpoint.take(this, idempotent ? Long.MAX_VALUE : FRESH_TICKS);
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
        exchange.connection().waitForUpstream();
    }

    private void send(UpstreamConnection ready) {
        connection = ready;
        sending = true;
        ready.requestStarted();
        expect(ready);
        if (head != null) {
            head.readerIndex(0);
            ready.write(head.retain());
        }
        exchange.body().sendTo(ready);
        dirty = true;
        exchange.connection().upstreamTakesMore();
    }

    /// A pod's time runs once it has the whole request; until then the client's does.
    private void expect(UpstreamConnection open) {
        if (exchange.body().isComplete()) {
            open.expectIn(readTicks);
        } else {
            open.expectNothing();
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
        UpstreamConnection open = connection;
        if (open == null || !sending) {
            exchange.connection().waitForUpstream();
            return;
        }
        dirty = true;
        expect(open);
        if (open.isWritable()) {
            return;
        }
        flush();
        if (!open.isWritable()) {
            open.expectIn(sendTicks);
            exchange.connection().waitForUpstream();
        }
    }

    /// Stops reading from the pod while the client does not take what was read.
    void holdBack() {
        UpstreamConnection open = connection;
        if (open == null) {
            return;
        }
        if (!exchange.connection().isFlooded()) {
            expect(open);
            return;
        }
        readsPaused = true;
        open.expectNothing();
        open.pauseReads();
    }

    /// The client takes bytes again.
    void resume() {
        if (readsPaused && connection != null) {
            readsPaused = false;
            expect(connection);
            connection.resumeReads();
        }
    }

    /// Tells the endpoint how long it took, where that decides on who is next.
    private void observe() {
        BackendEndpoint endpoint = attempts.last();
        if (endpoint != null && policy.balancing() instanceof Balancing.PeakEwma) {
            endpoint.answeredAfter(times.sinceAttempt());
        }
    }

    void answered(int status) {
        attempts.answered(status);
        times.answered();
        observe();
        early = !exchange.body().isComplete() || connection == null || connection.hasUnsentBytes();
    }

    /// The response is whole: the connection goes back to its pool if that is safe. After a
    /// response that came before the whole request was sent it is not: what is left of the request
    /// could be taken for the next one.
    void complete(boolean reusable) {
        times.completed();
        UpstreamConnection used = connection;
        connection = null;
        dropHead();
        if (used == null) {
            return;
        }
        if (reusable && !early) {
            used.release();
        } else {
            used.discard();
        }
    }

    /// Gives up what is under way.
    void stop() {
        UpstreamConnection used = connection;
        connection = null;
        dropHead();
        if (used != null) {
            used.discard();
        }
    }

    private void dropHead() {
        ByteBuf kept = head;
        head = null;
        if (kept != null) {
            kept.release();
        }
    }

    @Override
    public void upstreamConnected() {
        UpstreamConnection made = connection;
        BackendEndpoint endpoint = attempts.last();
        if (made == null || endpoint == null) {
            return;
        }
        endpoint.connected();
        times.connected();
        if (backend != null && !backend.has(endpoint)) {
            leave(made);
        } else {
            send(made);
        }
        flush();
    }

    /// The endpoint was removed while we connected: it gets no new request.
    private void leave(UpstreamConnection made) {
        connection = null;
        made.release();
        BackendEndpoint other = retry.permitsAnother() ? next() : null;
        if (other == null) {
            exchange.answer(503);
        } else {
            times.attempt();
            attempt(other);
        }
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
        connection = null;
        Objects.requireNonNull(attempts.last()).connectFailed();
        unsent(condition, failure);
    }

    /// Tries the next endpoint where nothing has left us, or gives up with `failure`.
    private void unsent(RetryCondition condition, int failure) {
        BackendEndpoint other = retry.permitsUnsent(condition) ? next() : null;
        if (other == null) {
            exchange.answer(failure);
        } else {
            again(other, condition);
        }
    }

    /// Tries the next endpoint after the request was sent in vain, or gives up with `failure`.
    private void sentInVain(RetryCondition condition, int failure) {
        BackendEndpoint other = retry.permitsSent(condition) ? next() : null;
        if (other == null || !isWithinBudget()) {
            exchange.responseFailed(failure);
        } else {
            again(other, condition);
        }
    }

    private boolean isWithinBudget() {
        return backend != null && backend.spendRetry();
    }

    private void again(BackendEndpoint other, RetryCondition condition) {
        loop.pools().retryCounts().retried(condition);
        takeBack();
        times.attempt();
        attempt(other);
        flush();
    }

    /// Undoes what the attempt before has begun.
    private void takeBack() {
        UpstreamConnection used = connection;
        connection = null;
        if (used != null) {
            used.discard();
        }
        exchange.body().detach();
        exchange.response().clear();
        sending = false;
        dirty = false;
        readsPaused = false;
        early = false;
    }

    @Override
    public void upstreamReceived(ByteBuf in) {
        exchange.responseBytes(in);
    }

    @Override
    public void upstreamReadComplete() {
        exchange.connection().flush();
    }

    @Override
    public void upstreamWritabilityChanged() {
        if (connection != null && connection.isWritable()) {
            expect(connection);
            exchange.connection().upstreamTakesMore();
        }
    }

    @Override
    public void upstreamEnded() {
        DownstreamConnection client = exchange.connection();
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
        DownstreamConnection client = exchange.connection();
        failed();
        client.flush();
    }

    private void failed() {
        UpstreamConnection lost = connection;
        connection = null;
        if (lost == null) {
            exchange.responseFailed(502);
        } else if (dirty && !exchange.body().isSent()) {
            unsent(RetryCondition.ERROR, 502);
        } else if (lost.isPooled() && retry.permitsStale()) {
            stale();
        } else {
            sentInVain(RetryCondition.ERROR, 502);
        }
    }

    /// Makes a new connection; to the same pod where keys belong to pods, or where there is no
    /// other.
    private void stale() {
        BackendEndpoint same = Objects.requireNonNull(attempts.last());
        BackendEndpoint other = key == KeyHash.NONE ? next() : null;
        BackendEndpoint chosen = other == null ? same : other;
        loop.pools().retryCounts().retried(RetryCondition.ERROR);
        takeBack();
        attempts.add(chosen);
        times.attempt();
        connect(chosen);
    }

    @Override
    public void upstreamTimedOut() {
        DownstreamConnection client = exchange.connection();
        observe();
        sentInVain(RetryCondition.TIMEOUT, 504);
        client.flush();
    }

    /// The pod's answer breaks a rule of HTTP.
    void malformed() {
        sentInVain(RetryCondition.INVALID_HEADER, 502);
    }

    /// Whether another endpoint is asked instead of passing on an answer with this status; the
    /// caller then calls `elsewhere`.
    boolean prefersAnother(int status) {
        if (!retry.permitsAfter(status)) {
            return false;
        }
        chosen = next();
        return chosen != null && isWithinBudget();
    }

    /// Drops the answer and asks the endpoint that `prefersAnother` has found.
    void elsewhere(int status) {
        attempts.answered(status);
        BackendEndpoint other = Objects.requireNonNull(chosen);
        chosen = null;
        again(other, RetryCondition.of(status));
    }

    Attempts attempts() {
        return attempts;
    }

    UpstreamTimes times() {
        return times;
    }
}
