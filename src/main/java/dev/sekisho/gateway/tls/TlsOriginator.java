package dev.sekisho.gateway.tls;

import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HttpVersion;
import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.model.metrics.MetricVisitor.Label;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.concurrent.atomic.LongAdder;
import javax.net.ssl.SSLException;

/// Speaks TLS 1.2 and 1.3 with pods, and counts why it could not. For all event loops.
public final class TlsOriginator implements MetricSource, AutoCloseable {

    /// About 10 kB each.
    private static final int MOST_CONTEXTS = 2_048;

    private final BackendEngine engine;
    private final Map<BackendTlsFailure, LongAdder> failures =
            new EnumMap<>(BackendTlsFailure.class);
    private final LongAdder handshakes = new LongAdder();

    /// By the implementation that ends TLS for clients, too.
    public TlsOriginator(EngineChoice choice) {
        this(choice, MOST_CONTEXTS);
    }

    TlsOriginator(EngineChoice choice, int mostContexts) {
        engine = EngineSelection.towardsPods(choice, mostContexts);
        for (BackendTlsFailure failure : BackendTlsFailure.values()) {
            failures.put(failure, new LongAdder());
        }
    }

    /// The first handler of a new connection to a pod, before it is connected.
    ///
    /// A connect is complete once the handshake is, and fails with it; whoever connects limits the
    /// time. What was asked for is what is spoken then, or the connect has failed.
    public ChannelHandler newHandler(BackendTls tls, HttpVersion version, Endpoint endpoint) {
        return new Origination(this, new Origination.Target(tls, version, endpoint));
    }

    SslHandler sslHandler(Origination.Target target, ByteBufAllocator allocator)
            throws SSLException {
        SslHandler handler =
                engine.handler(target.tls(), target.version(), target.endpoint(), allocator);
        handler.setHandshakeTimeoutMillis(0);
        return handler;
    }

    void succeeded() {
        handshakes.increment();
    }

    void failed(BackendTlsFailure failure) {
        Objects.requireNonNull(failures.get(failure)).increment();
    }

    /// Only these ways of connecting will be asked for. Open connections go on.
    public void retain(Set<BackendTls> wanted) {
        engine.retain(wanted);
    }

    int contexts() {
        return engine.contexts();
    }

    /// Open connections go on; there are to be no new ones.
    @Override
    public void close() {
        engine.retain(Set.of());
    }

    @Override
    public void collect(MetricVisitor visitor) {
        visitor.counter(
                "sekisho_upstream_tls_handshakes_total",
                "TLS handshakes with pods that succeeded.",
                List.of(),
                (double) handshakes.sum());
        failures.forEach((failure, count) ->
                visitor.counter(
                        "sekisho_upstream_tls_failures_total",
                        "Connections to pods on which TLS came to nothing, by the reason.",
                        List.of(new Label("reason", failure.text())),
                        (double) count.sum()));
    }
}
