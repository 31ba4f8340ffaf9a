package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.TimerWheel;
import dev.sekisho.gateway.proxyprotocol.ProxyHeaderWriter;
import dev.sekisho.gateway.route.BackendSlot;
import dev.sekisho.gateway.route.CompiledRoute;
import dev.sekisho.gateway.route.KeyHash;
import dev.sekisho.gateway.upstream.BackendEndpoint;
import dev.sekisho.gateway.upstream.BackendPool;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import dev.sekisho.gateway.upstream.UpstreamUser;
import dev.sekisho.model.http.Balancing;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.HashSource;
import dev.sekisho.model.http.RetryCondition;
import dev.sekisho.model.http.RetryPolicy;
import dev.sekisho.model.http.RouteAction;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.Unpooled;
import io.netty.channel.Channel;
import io.netty.channel.ChannelException;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// A TLS connection that is passed through, until a pod has taken it: from then on it is a tunnel.
///
/// What the client sends waits, and little more of it is read. Nothing has left us before a pod is
/// connected to, so another one may be tried as often as the route allows.
@SuppressWarnings("FutureReturnValueIgnored") // A failed write comes back as an exception caught.
final class PassedConnection implements ClientSession, UpstreamUser, Tunnel.Owner {

    /// A fatal alert of TLS (RFC 8446 §6.2), for a client whose host nobody serves.
    private static final byte[] INTERNAL_ERROR = {21, 3, 3, 0, 2, 2, 80};

    private static final int CLIENT_CLOSED = 499;

    private final GatewayLoop loop;
    private final DownstreamConnection connection;
    private final Channel channel;
    private final CompiledRoute route;
    private final String serverName;
    private final PendingInput pending;
    private final PassedRecord record;
    private ForwardPolicy policy = ForwardPolicy.DEFAULT;
    private @Nullable BackendPool pool;
    private @Nullable UpstreamConnection pod;
    private boolean halfClosed;
    private boolean over;

    PassedConnection(
            GatewayLoop loop,
            DownstreamConnection connection,
            Channel channel,
            CompiledRoute route,
            String serverName) {
        this.loop = loop;
        this.connection = connection;
        this.channel = channel;
        this.route = route;
        this.serverName = serverName;
        this.pending = new PendingInput(channel);
        this.record = new PassedRecord(loop, connection.peer(), route.stats(), serverName);
    }

    /// Looks for a pod.
    void begin() {
        if (loop.plane().admission().refusesRequests()) {
            refuse(503);
            return;
        }
        BackendSlot slot = route.backend();
        if (slot == null || !(route.route().action() instanceof RouteAction.Forward forward)) {
            refuse(503);
            return;
        }
        policy = forward.policy();
        pool = loop.pools().backend(slot);
        attempt(next(), 503);
    }

    private @Nullable BackendEndpoint next() {
        return pool().next(record.attempts(), policy.balancing(), key());
    }

    private BackendPool pool() {
        return Objects.requireNonNull(pool);
    }

    private BackendEndpoint current() {
        return Objects.requireNonNull(record.attempts().last());
    }

    /// Nothing but the client's address is known of a connection.
    private long key() {
        return policy.balancing() instanceof Balancing.ConsistentHash(HashSource.ClientAddress _)
                ? KeyHash.of(connection.peer().address())
                : KeyHash.NONE;
    }

    /// Without an endpoint the client is refused, and `failure` is logged.
    private void attempt(@Nullable BackendEndpoint endpoint, int failure) {
        if (endpoint == null) {
            refuse(failure);
            return;
        }
        record.attempts().add(endpoint);
        record.times().attempt();
        try {
            pod = endpoint.connectBare(this, TimerWheel.ticks(policy.connect()));
        } catch (ChannelException noSocket) {
            refuse(503);
        }
    }

    private void again(RetryCondition condition, int failure) {
        BackendEndpoint other = permits(condition) ? next() : null;
        if (other != null) {
            loop.pools().retryCounts().retried(condition);
        }
        attempt(other, failure);
    }

    private boolean permits(RetryCondition condition) {
        RetryPolicy retries = policy.retries();
        int tried = record.attempts().count();
        long limit = retries.timeout().toNanos();
        return retries.allows(condition)
                && (retries.tries() == 0 || tried < retries.tries())
                && (limit == 0 || record.times().sinceFirstAttempt() < limit)
                && !record.attempts().isFull();
    }

    @Override
    public void upstreamConnected() {
        UpstreamConnection made = pod;
        pod = null;
        if (made == null) {
            return;
        }
        record.times().connected();
        current().connected();
        if (pool().has(current())) {
            splice(made);
        } else {
            made.discard();
            again(RetryCondition.ERROR, 503);
        }
    }

    private void splice(UpstreamConnection made) {
        over = true;
        Tunnel.Terms terms = new Tunnel.Terms(loop.passed().tunnels(), policy, null);
        TunnelClient client = new ChannelTunnelClient(new Outflow(channel));
        Tunnel tunnel = new Tunnel(loop, terms, client, made, this);
        ByteBuf ahead = pending.serve();
        connection.become(tunnel);
        tunnel.begin();
        announce(made);
        if (ahead != null) {
            tunnel.received(ahead);
            tunnel.readComplete();
        }
        if (halfClosed) {
            tunnel.inputEnded();
        }
    }

    private void announce(UpstreamConnection made) {
        Peer peer = connection.peer();
        switch (route.passthrough()) {
            case NONE, PLAIN -> {}
            case PROXY_V1 -> {
                ByteBuf header = channel.alloc().ioBuffer();
                ProxyHeaderWriter.text(header, peer.source(), peer.destination());
                made.write(header);
            }
            case PROXY_V2 -> {
                ByteBuf header = channel.alloc().ioBuffer();
                String authority = Objects.requireNonNullElse(peer.authority(), serverName);
                ProxyHeaderWriter.binary(
                        header, peer.source(), peer.destination(), authority, peer.announcedTls());
                made.write(header);
            }
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
        UpstreamConnection unmade = pod;
        pod = null;
        if (over) {
            return;
        }
        if (unmade != null && unmade.isLost()) {
            current().lost();
        } else {
            current().connectFailed(condition);
        }
        again(condition, failure);
    }

    @Override
    public void upstreamFault(RuntimeException bug) {
        loop.plane().bugs().add(bug);
        pod = null;
        refuse(502);
    }

    private void refuse(int status) {
        if (!over) {
            failed(status);
            channel.write(Unpooled.wrappedBuffer(INTERNAL_ERROR), channel.voidPromise());
            ChannelEnd.afterWrites(channel);
        }
    }

    private void failed(int status) {
        over = true;
        loop.passed().unconnected();
        UpstreamConnection begun = pod;
        pod = null;
        if (begun != null) {
            begun.discard();
        }
        report(status, 0, 0);
        pending.drop();
    }

    private void report(int status, long up, long down) {
        record.ended(status, up, down);
        loop.observer().logged(record);
    }

    @Override
    public void tunnelEnded(long up, long down) {
        report(200, up, down);
    }

    @Override
    public void received(ByteBuf in) {
        if (over) {
            in.release();
            return;
        }
        pending.keep(pending.before(in));
        if (pending.isTooMuch()) {
            channel.close();
        }
    }

    @Override
    public void inputEnded() {
        halfClosed = true;
    }

    @Override
    public void gone() {
        if (!over) {
            failed(CLIENT_CLOSED);
        }
    }

    @Override
    public void closeNow() {
        refuse(503);
    }

    @Override
    public boolean closeIfIdle() {
        return false;
    }

    @Override
    public boolean closeIfWaiting() {
        return false;
    }

    @Override
    public void secured() {}

    @Override
    public void readComplete() {}

    @Override
    public void takesMore() {}

    @Override
    public void upstreamReceived(ByteBuf in) {
        in.release();
    }

    @Override
    public void upstreamReadComplete() {}

    @Override
    public void upstreamWritabilityChanged() {}

    @Override
    public void upstreamEnded() {
        upstreamRefused();
    }

    @Override
    public void upstreamInputEnded() {}

    @Override
    public void upstreamBroken() {
        upstreamRefused();
    }

    @Override
    public void upstreamTimedOut() {}
}
