package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.gateway.http1.HeadWriter;
import dev.sekisho.gateway.upstream.Attempts;
import dev.sekisho.gateway.upstream.BackendPool;
import dev.sekisho.gateway.upstream.EndpointPool;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import dev.sekisho.gateway.upstream.UpstreamUser;
import dev.sekisho.model.http.ForwardPolicy;
import io.netty.buffer.ByteBuf;
import io.netty.channel.ChannelException;
import org.jspecify.annotations.Nullable;

/// The way of one request to a pod: attempts, the connection in use, back-pressure both ways.
///
/// A request is tried again only where nothing of it can have had an effect: the connection was
/// never made, or the method is idempotent, no byte of a response has come and no body has been
/// sent.
final class Forwarding implements UpstreamUser {

    private final GatewayLoop loop;
    private final Exchange exchange;
    private final Attempts attempts = new Attempts();
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
    private int stale;
    private long attemptNanos;
    private long connectNanos;
    private long headerNanos;
    private long upstreamNanos;

    Forwarding(GatewayLoop loop, Exchange exchange) {
        this.loop = loop;
        this.exchange = exchange;
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
        stale = 0;
        connectNanos = -1;
        headerNanos = -1;
        upstreamNanos = -1;
    }

    private void use(ForwardPolicy wanted) {
        policy = wanted;
        readTicks = TimerWheel.ticks(wanted.read());
        sendTicks = TimerWheel.ticks(wanted.send());
    }

    /// Sends the request to an endpoint of the backend.
    void start(BackendPool pool, ForwardPolicy wanted) {
        if (!policy.equals(wanted)) {
            use(wanted);
        }
        backend = pool;
        if (pool.isEmpty()) {
            exchange.answer(503);
            return;
        }
        HeadWriter out = loop.writer();
        loop.upstreamHead().write(exchange);
        head = exchange.alloc().ioBuffer(out.length());
        out.copyTo(head);
        attempt(502);
    }

    /// Tries the next endpoint; without one the client gets `failure`.
    private void attempt(int failure) {
        EndpointPool next = backend == null || isExhausted() ? null : backend.next(attempts);
        if (next == null) {
            exchange.answer(failure);
            return;
        }
        attempts.add(next);
        attemptNanos = System.nanoTime();
        UpstreamConnection idle = next.take(this);
        if (idle == null) {
            connect(next);
        } else {
            send(idle);
        }
    }

    private boolean isExhausted() {
        return attempts.isFull() || attempts.count() - stale >= Math.max(1, policy.tries());
    }

    private void connect(EndpointPool endpoint) {
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
        if (head != null) {
            head.readerIndex(0);
            ready.write(head.retain());
        }
        exchange.body().sendTo(ready);
        expect(ready);
        dirty = true;
        exchange.connection().upstreamTakesMore();
    }

    /// A pod's time runs once it has the whole request; until then the client's does.
    private void expect(UpstreamConnection open) {
        if (exchange.body().isPassedOn()) {
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

    void answered(int status) {
        attempts.answered(status);
        headerNanos = System.nanoTime() - attemptNanos;
        early = !exchange.body().isPassedOn() || connection == null || connection.hasUnsentBytes();
    }

    /// The response is whole: the connection goes back to its pool if that is safe. After a
    /// response that came before the whole request was sent it is not: what is left of the request
    /// could be taken for the next one.
    void complete(boolean reusable) {
        upstreamNanos = System.nanoTime() - attemptNanos;
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
            used.abandon();
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
        if (made != null) {
            connectNanos = System.nanoTime() - attemptNanos;
            send(made);
            flush();
        }
    }

    @Override
    public void upstreamRefused() {
        connection = null;
        attempt(502);
        flush();
    }

    @Override
    public void upstreamConnectTimedOut() {
        connection = null;
        attempt(504);
        flush();
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
            exchange.body().sendMore();
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
        boolean again =
                !exchange.response().isStarted()
                        && exchange.body().canReplay()
                        && exchange.request().method().isIdempotent();
        if (lost == null || !again) {
            exchange.responseFailed(502);
            return;
        }
        exchange.body().detach();
        sending = false;
        EndpointPool same = attempts.last();
        if (lost.isPooled() && same != null && !attempts.isFull()) {
            stale++;
            retryFresh(same);
        } else {
            attempt(502);
            flush();
        }
    }

    /// A pooled connection may have been closed by the pod just as we wrote: that says nothing
    /// about the pod and costs no try; a new connection to another or, without one, the same is
    /// made.
    private void retryFresh(EndpointPool same) {
        EndpointPool other = backend == null ? null : backend.next(attempts);
        EndpointPool chosen = other == null ? same : other;
        attempts.add(chosen);
        attemptNanos = System.nanoTime();
        connect(chosen);
    }

    @Override
    public void upstreamTimedOut() {
        DownstreamConnection client = exchange.connection();
        exchange.responseFailed(504);
        client.flush();
    }

    Attempts attempts() {
        return attempts;
    }

    long connectNanos() {
        return connectNanos;
    }

    long headerNanos() {
        return headerNanos;
    }

    long upstreamNanos() {
        return upstreamNanos;
    }
}
