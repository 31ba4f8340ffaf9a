package dev.sekisho.gateway;

import dev.sekisho.gateway.clock.Expirable;
import dev.sekisho.gateway.http1.Progress;
import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.upstream.ChannelClose;
import dev.sekisho.gateway.upstream.UpstreamConnection;
import io.netty.buffer.ByteBuf;
import io.netty.channel.Channel;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/// Serves the requests of one HTTP/1.1 connection one after the other, in the order they came.
@SuppressWarnings("FutureReturnValueIgnored") // Nothing is left to be done if a close fails.
final class Http1Session implements ClientSession, Expirable {

    private final GatewayLoop loop;
    private final Channel channel;
    private final DownstreamConnection connection;
    private final Patience patience;
    private final Outflow outflow;
    private final PendingInput pending;
    private final Http1Client client;
    private @Nullable Exchange exchange;
    private ClientState state = ClientState.IDLE;
    private int served;
    private boolean processing;
    private boolean flooded;
    private boolean halfClosed;

    Http1Session(GatewayLoop loop, Channel channel, DownstreamConnection connection) {
        this.loop = loop;
        this.channel = channel;
        this.connection = connection;
        this.outflow = new Outflow(channel);
        this.pending = new PendingInput(channel);
        this.patience = new Patience(loop, this, outflow);
        this.client = new Http1Client(loop, connection, this, outflow);
    }

    /// The connection is made.
    void begin(Listener listener) {
        patience.forFirst(listener);
    }

    @Override
    public void secured() {
        patience.forHead();
    }

    @Override
    public void received(ByteBuf in) {
        if (state == ClientState.CLOSING) {
            in.release();
            patience.stillSending();
            return;
        }
        input(pending.before(in));
        if (pending.isTooMuch()) {
            channel.close();
        }
    }

    /// Serves what `in` holds; what must wait for the request before it is kept.
    private void input(ByteBuf in) {
        boolean keeping = false;
        processing = true;
        try {
            boolean taking = true;
            while (taking && in.isReadable()) {
                taking = accepts(in);
            }
            keeping = in.isReadable() && state != ClientState.CLOSING;
        } finally {
            processing = false;
            if (!keeping) {
                in.release();
            }
        }
        if (keeping) {
            pending.keep(in);
        }
    }

    /// Whether something was taken from `in`. No request is begun for a client that does not read
    /// the answers to those before.
    private boolean accepts(ByteBuf in) {
        switch (state) {
            case IDLE -> {
                if (isFlooded()) {
                    return false;
                }
                client.begin();
                exchange = loop.acquire(client);
                state = ClientState.HEAD;
                head(in);
                if (state == ClientState.HEAD) {
                    connection.rests();
                }
            }
            case HEAD -> head(in);
            case BUSY -> {
                Exchange current = current();
                if (current.body().isComplete()) {
                    return false;
                }
                current.moreBody(in);
                goOnWithBody();
            }
            case CLOSING -> {
                return false;
            }
        }
        return true;
    }

    private void head(ByteBuf in) {
        Exchange current = current();
        Progress progress = current.request().parse(in);
        switch (progress) {
            case MORE -> patience.forRestOfHead();
            case REFUSED -> {
                if (served > 0 || !connection.isOther(current.request(), in)) {
                    current.refuse(Objects.requireNonNull(current.request().rule()));
                }
            }
            case COMPLETE -> {
                state = ClientState.BUSY;
                connection.wakes();
                patience.forAnswer();
                current.begin(in);
                awaitBody();
            }
        }
    }

    /// What began as a request was none, and nothing more is read as one.
    void drop() {
        current().cancel();
        replaced();
    }

    /// Another session serves the connection from now on.
    void replaced() {
        exchange = null;
        state = ClientState.CLOSING;
        patience.end();
    }

    /// The exchange goes on as a tunnel to `pod`, and is not over for that; `first` comes from the
    /// pod, and what the client has sent ahead goes to it.
    void tunnel(UpstreamConnection pod, ByteBuf first) {
        Tunnel tunnel = current().tunnel(new ChannelTunnelClient(outflow), pod);
        ByteBuf ahead = pending.serve();
        state = ClientState.CLOSING;
        patience.end();
        connection.become(tunnel);
        tunnel.begin(first);
        if (ahead != null) {
            tunnel.received(ahead);
            tunnel.readComplete();
        }
        if (halfClosed) {
            tunnel.inputEnded();
        }
    }

    private void goOnWithBody() {
        if (exchange != null && patience.isTooSlow(exchange.body())) {
            exchange.refuse(RequestRule.BODY_TOO_SLOW);
        }
        awaitBody();
    }

    private void awaitBody() {
        Exchange current = exchange;
        if (state != ClientState.BUSY || current == null || pending.isHeld()) {
            return;
        }
        if (!current.body().isComplete()) {
            patience.forBody();
        } else if (!flooded && !halfClosed) {
            patience.endless();
        }
    }

    /// The exchange that is under way.
    Exchange current() {
        return Objects.requireNonNull(exchange);
    }

    @Override
    public void readComplete() {
        if (exchange != null) {
            exchange.forwarding().flush();
        }
        outflow.flush();
    }

    /// The exchange is over and another may follow.
    void next() {
        exchange = null;
        served++;
        pending.letGo();
        state = ClientState.IDLE;
        connection.rests();
        patience.forNextRequest();
        if (!processing) {
            servePending();
        }
    }

    private void servePending() {
        ByteBuf kept = pending.serve();
        if (kept != null) {
            input(kept);
        }
        readComplete();
        if (halfClosed && pending.isEmpty()) {
            endInput();
        }
    }

    /// Nothing more will come: a request that is not whole is given up, one that is gets its
    /// answer.
    private void endInput() {
        Exchange last = exchange;
        if (last == null) {
            closeAfterWrites();
        } else if (state == ClientState.BUSY && last.body().isComplete()) {
            if (!flooded) {
                patience.forHalfClosed();
            }
        } else if (last.response().isCommitted()) {
            channel.close();
        } else {
            last.cancel();
            closeAfterWrites();
        }
    }

    /// Sends what is written, then closes.
    void closeAfterWrites() {
        leave();
        ChannelEnd.afterWrites(channel);
    }

    /// Sends what is written, then waits a little for the client to read it: a close at once, with
    /// input unread, would destroy it on its way.
    void linger() {
        if (halfClosed) {
            closeAfterWrites();
            return;
        }
        leave();
        patience.forFarewell();
        channel.config().setAutoRead(true);
        ChannelEnd.ofOutput(channel);
    }

    /// Closes in the middle of a response, so that the client sees that it is not whole.
    void abort() {
        outflow.flush();
        leave();
        ChannelClose.cut(channel);
    }

    private void leave() {
        exchange = null;
        state = ClientState.CLOSING;
        connection.wakes();
        pending.drop();
        patience.forReading();
    }

    @Override
    public boolean closeIfIdle() {
        if (state != ClientState.IDLE || !pending.isEmpty()) {
            return false;
        }
        closeAfterWrites();
        return true;
    }

    @Override
    public boolean closeIfWaiting() {
        if (state != ClientState.HEAD || processing) {
            return closeIfIdle();
        }
        current().cancel();
        closeAfterWrites();
        return true;
    }

    @Override
    public void closeNow() {
        if (exchange != null && exchange.response().isCommitted()) {
            ChannelClose.cut(channel);
        } else {
            channel.close();
        }
    }

    /// Whether the client takes less than it is sent.
    boolean isFlooded() {
        if (!outflow.isFull()) {
            return false;
        }
        if (!flooded) {
            flooded = true;
            patience.forReading();
        }
        return true;
    }

    /// Stops reading a body that cannot be sent on yet.
    void pauseBody() {
        Exchange current = exchange;
        if (current == null || current.body().isComplete() || current.body().hasRoom()) {
            return;
        }
        patience.endless();
        pending.hold();
    }

    void resumeBody() {
        if (pending.isHeld()) {
            pending.letGo();
            awaitBody();
        }
    }

    @Override
    public void takesMore() {
        if (!flooded) {
            return;
        }
        flooded = false;
        if (exchange != null) {
            if (halfClosed) {
                patience.forHalfClosed();
            } else {
                patience.endless();
            }
            exchange.forwarding().resume();
            awaitBody();
        } else if (state == ClientState.IDLE && !processing) {
            servePending();
        }
    }

    @Override
    public void inputEnded() {
        halfClosed = true;
        if (exchange != null || pending.isEmpty()) {
            endInput();
        }
    }

    @Override
    public void gone() {
        patience.end();
        state = ClientState.CLOSING;
        pending.drop();
        client.drop();
        if (exchange != null) {
            exchange.cancel();
            exchange = null;
        }
    }

    @Override
    public void expired() {
        if (state != ClientState.HEAD && patience.isRenewed()) {
            return;
        }
        switch (state) {
            case IDLE -> channel.close();
            case HEAD -> current().refuse(RequestRule.HEADER_TIMEOUT);
            case BUSY -> busyExpired();
            case CLOSING -> abort();
        }
    }

    private void busyExpired() {
        if (outflow.unsentBytes() > 0 || halfClosed) {
            ChannelClose.cut(channel);
        } else if (!current().body().isComplete()) {
            current().refuse(RequestRule.BODY_TIMEOUT);
        }
    }

    /// Whether the response to the current request is the last.
    boolean isLast() {
        return served + 1 >= loop.settings().clients().requestsPerConnection()
                || loop.plane().isDraining()
                || (halfClosed && pending.isEmpty() && !processing);
    }
}
