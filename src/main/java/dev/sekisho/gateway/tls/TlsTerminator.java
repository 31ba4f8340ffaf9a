package dev.sekisho.gateway.tls;

import dev.sekisho.model.metrics.MetricSource;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsTable;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.handler.ssl.SslHandler;
import io.netty.util.AttributeKey;
import java.time.Instant;
import java.util.List;
import java.util.Optional;
import java.util.function.LongSupplier;
import java.util.function.Predicate;
import javax.net.ssl.SSLException;
import javax.net.ssl.SSLSession;
import org.jspecify.annotations.Nullable;

/// Ends TLS 1.2 and 1.3 for every server name of the newest table.
public final class TlsTerminator implements MetricSource, AutoCloseable {

    /// RFC 1035; a longer name is none of ours.
    private static final int MAX_HOST_NAME = 255;

    /// Who judges the client of a connection; set by the handshake, for those that are asked.
    private static final AttributeKey<ClientVerifier> VERIFIER =
            AttributeKey.valueOf(TlsTerminator.class, "verifier");

    private final TlsSettings settings;
    private final CertificateMetrics metrics;
    private final Certificate selfSigned;
    private final EngineSelection selection;
    private final Engine engine;
    private volatile CertificateTable table;

    /// For a controller of no class.
    public TlsTerminator(TlsSettings settings) {
        this(settings, "", System::nanoTime);
    }

    /// Makes the self-signed certificate that is served until, and where, there is no other.
    /// `controllerClass` is a label of its metrics.
    ///
    /// Throws an `EngineUnavailableException` where the settings insist on an engine that cannot be
    /// loaded.
    public TlsTerminator(TlsSettings settings, String controllerClass) {
        this(settings, controllerClass, System::nanoTime);
    }

    TlsTerminator(TlsSettings settings, String controllerClass, LongSupplier nanoTime) {
        this.settings = settings;
        this.metrics = new CertificateMetrics(controllerClass);
        this.selfSigned = SelfSigned.certificate(Instant.now());
        this.table = new CertificateTable(TlsTable.EMPTY, selfSigned);
        this.selection = EngineSelection.of(settings, table, nanoTime);
        this.engine = selection.engine();
    }

    /// What speaks TLS, and why, for the log.
    public String engine() {
        return selection.text();
    }

    Engine inUse() {
        return engine;
    }

    /// Makes the table the one that handshakes use from now on. Open connections go on.
    public void apply(TlsTable newer) {
        if (!table.source().equals(newer)) {
            table = new CertificateTable(newer, selfSigned);
            engine.replace(table);
        }
    }

    /// The first handler of a new connection.
    ///
    /// Where `taker` says of the name that the client asks for that it takes the connection over,
    /// the handler leaves the pipeline, and what came goes on as it is. Else it replaces itself by
    /// an `SslHandler` once the client has named a host, and the pipeline hears of the end of the
    /// handshake by an `SslHandshakeCompletionEvent`. A connection whose handshake fails is closed,
    /// with or without that event. One whose handshake does not end waits until its owner closes
    /// it.
    public ChannelHandler newHandler(ByteBufAllocator allocator, Predicate<String> taker) {
        return new SniGate(new Names(taker));
    }

    /// Whether the certificate that a client gets who names `serverName` is one for `host`, too.
    public boolean isCertified(String serverName, String host) {
        return table.isCertified(serverName, host);
    }

    /// Who the client of a connection is whose handshake is over.
    public ClientIdentity identity(Channel channel, SSLSession session) {
        ClientVerifier judge = channel.hasAttr(VERIFIER) ? channel.attr(VERIFIER).get() : null;
        return judge == null ? ClientIdentity.UNASKED : judge.identity(session);
    }

    private final class Names implements SniGate.Inside {

        private final Predicate<String> taker;

        private Names(Predicate<String> taker) {
            this.taker = taker;
        }

        @Override
        public boolean isTaken(@Nullable String name) {
            String sane = sane(name);
            return sane != null && taker.test(sane);
        }

        @Override
        public Optional<Refusal> refusal(@Nullable String name, ClientOffer offer) {
            if (!table.accepts(sane(name))) {
                return Optional.of(Refusal.UNKNOWN_NAME);
            }
            return offer.agreesOn(settings.applicationProtocols())
                    ? Optional.empty()
                    : Optional.of(Refusal.NO_COMMON_PROTOCOL);
        }

        @Override
        public SslHandler handler(@Nullable String name, ClientOffer offer, Channel channel)
                throws SSLException {
            String sane = sane(name);
            ServedHost host = table.serving(sane);
            if (host.verifier() != null) {
                channel.attr(VERIFIER).set(host.verifier());
            }
            SslHandler handler = engine.handler(sane, host, offer, channel.alloc());
            handler.setHandshakeTimeoutMillis(0);
            return handler;
        }

        private static @Nullable String sane(@Nullable String name) {
            return name == null || name.length() > MAX_HOST_NAME ? null : name;
        }
    }

    /// Open connections go on; there are to be no new ones.
    @Override
    public void close() {
        engine.close();
    }

    @Override
    public void collect(MetricVisitor visitor) {
        visitor.counter(
                "sekisho_tls_full_handshakes_total",
                "TLS handshakes in which a certificate was shown; resumed ones show none",
                List.of(),
                (double) engine.fullHandshakes());
        metrics.collect(table.source(), visitor);
    }
}
