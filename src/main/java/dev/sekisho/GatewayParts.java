package dev.sekisho;

import dev.sekisho.admin.AdminState;
import dev.sekisho.cli.Http2;
import dev.sekisho.cli.Settings;
import dev.sekisho.gateway.ClientSettings;
import dev.sekisho.gateway.ClientTimeouts;
import dev.sekisho.gateway.GatewayPlane;
import dev.sekisho.gateway.GatewaySettings;
import dev.sekisho.gateway.Http2Mode;
import dev.sekisho.gateway.ListenSettings;
import dev.sekisho.gateway.MinimumRates;
import dev.sekisho.gateway.TlsHandlers;
import dev.sekisho.gateway.TrustedProxies;
import dev.sekisho.gateway.body.SpoolSettings;
import dev.sekisho.gateway.http1.HeadLimits;
import dev.sekisho.gateway.http1.HeadLimits.Underscores;
import dev.sekisho.gateway.observe.AccessLog;
import dev.sekisho.gateway.observe.AccessLogFormat;
import dev.sekisho.gateway.observe.Observation;
import dev.sekisho.gateway.observe.StatsRegistry;
import dev.sekisho.gateway.overload.OverloadSettings;
import dev.sekisho.gateway.tls.ClientIdentity;
import dev.sekisho.gateway.tls.EngineChoice;
import dev.sekisho.gateway.tls.EngineUnavailableException;
import dev.sekisho.gateway.tls.TlsOriginator;
import dev.sekisho.gateway.tls.TlsSettings;
import dev.sekisho.gateway.tls.TlsTerminator;
import dev.sekisho.gateway.upstream.UpstreamSettings;
import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.HttpVersion;
import dev.sekisho.model.metrics.MetricVisitor.Label;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.translate.TranslationSettings;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.vertx.core.Vertx;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.function.Predicate;
import javax.net.ssl.SSLSession;
import org.jboss.logging.Logger;

/// The gateway plane with what it needs, made from the settings.
record GatewayParts(
        GatewayPlane plane, AccessLog accessLog, EventLoops loops, TlsTerminator terminator) {

    private static final Logger LOG = Logger.getLogger("sekisho");

    static GatewayParts make(Settings settings, AdminState admin, Vertx vertx) {
        var stats = new StatsRegistry(settings.listen().eventLoops());
        var accessLog = accessLog(settings);
        var observation = new Observation(stats, accessLog, labels(settings));
        var terminator = terminator(settings.listen());
        var loops = EventLoops.make(vertx, settings.listen().eventLoops());
        var originator = new TlsOriginator(engine(settings.listen()));
        var plane =
                new GatewayPlane(
                        gatewaySettings(settings),
                        loops.group(),
                        stats,
                        observation,
                        new Encryption(terminator, originator));
        List.of(plane, observation, terminator, originator).forEach(admin::show);
        return new GatewayParts(plane, accessLog, loops, terminator);
    }

    private static AccessLog accessLog(Settings settings) {
        return switch (settings.logging().accessLog()) {
            case JSON -> AccessLog.toStandardOutput(AccessLogFormat.JSON);
            case UPSTREAMINFO -> AccessLog.toStandardOutput(AccessLogFormat.UPSTREAMINFO);
            case OFF -> AccessLog.off();
        };
    }

    /// The labels that every series of ingress-nginx carries.
    private static List<Label> labels(Settings settings) {
        var election = settings.publish().election();
        return List.of(
                new Label("controller_class", TranslationSettings.CONTROLLER),
                new Label("controller_namespace", election.namespace()),
                new Label("controller_pod", PodName.of(election.holder())));
    }

    private static GatewaySettings gatewaySettings(Settings settings) {
        var listen = settings.listen();
        var clients = settings.clients();
        return new GatewaySettings(
                new ListenSettings(
                        listen.bindAddress(),
                        listen.httpPort(),
                        listen.httpsPort(),
                        listen.publicHttpPort(),
                        listen.publicHttpsPort(),
                        announcing(clients),
                        http2(listen)),
                new ClientSettings(
                        timeouts(clients),
                        clients.keepAliveRequests(),
                        TrustedProxies.of(clients.trustedProxies()),
                        rates(clients.slowness())),
                heads(settings.heads()),
                upstream(settings.upstream()),
                overload(settings.capacity()),
                settings.drain().delay(),
                spool(settings.buffers()));
    }

    private static TlsTerminator terminator(Settings.Listen listen) {
        try {
            return new TlsTerminator(tls(listen), TranslationSettings.CONTROLLER);
        } catch (EngineUnavailableException unavailable) {
            throw new StartFailure("--tls-engine: " + unavailable.getMessage());
        }
    }

    private static TlsSettings tls(Settings.Listen listen) {
        var usual = TlsSettings.DEFAULT.by(engine(listen));
        return listen.http2() == Http2.OFF ? usual.withoutHttp2() : usual;
    }

    private static EngineChoice engine(Settings.Listen listen) {
        return switch (listen.tlsEngine()) {
            case AUTO -> EngineChoice.AUTO;
            case OPENSSL -> EngineChoice.OPENSSL;
            case JDK -> EngineChoice.JDK;
        };
    }

    private static Http2Mode http2(Settings.Listen listen) {
        return switch (listen.http2()) {
            case EVERYWHERE -> Http2Mode.EVERYWHERE;
            case TLS -> Http2Mode.TLS;
            case OFF -> Http2Mode.OFF;
        };
    }

    private static SpoolSettings spool(Settings.Buffers buffers) {
        return new SpoolSettings(
                buffers.memoryBytes(),
                Optional.of(buffers.folder()).filter(name -> !name.isEmpty()).map(Path::of),
                buffers.fileBytes());
    }

    private static MinimumRates rates(Settings.Slowness slowness) {
        return new MinimumRates(
                slowness.bodyBytesPerSecond(),
                slowness.responseBytesPerSecond(),
                MinimumRates.DEFAULT.window());
    }

    private static TrustedProxies announcing(Settings.Clients clients) {
        return clients.proxyProtocol()
                ? TrustedProxies.of(clients.proxyProtocolCidrs())
                : TrustedProxies.NONE;
    }

    private static UpstreamSettings upstream(Settings.Upstream upstream) {
        return new UpstreamSettings(
                upstream.keepAliveTimeout(),
                upstream.keepAliveRequests(),
                upstream.keepAliveConnections(),
                upstream.retryBudget(),
                upstream.ejectionFailures(),
                upstream.slowStart());
    }

    private static OverloadSettings overload(Settings.Capacity capacity) {
        return new OverloadSettings(
                capacity.maxConnections(),
                capacity.maxHttpConnections(),
                capacity.maxHttpsConnections(),
                capacity.memoryWatermark());
    }

    private static HeadLimits heads(Settings.Heads heads) {
        return new HeadLimits(
                heads.targetBytes(),
                heads.fieldBytes(),
                heads.fields(),
                heads.cookies(),
                heads.responseBytes(),
                heads.chunkExtensionBytes(),
                heads.trailerBytes(),
                heads.trailerFields(),
                heads.underscores() ? Underscores.KEPT : Underscores.DROPPED);
    }

    private static ClientTimeouts timeouts(Settings.Clients clients) {
        var usual = ClientTimeouts.DEFAULT;
        return new ClientTimeouts(
                clients.headerTimeout(),
                clients.slowness().body(),
                clients.slowness().send(),
                clients.keepAliveTimeout(),
                usual.halfClose(),
                usual.linger(),
                clients.slowness().handshake());
    }

    /// Says in the log what serves, once it does: a start that fails says only why.
    void introduce() {
        LOG.infof("event loops by %s", loops.title());
        LOG.infof("TLS by %s", terminator.engine());
    }

    /// Ends service within `grace`.
    void drain(Duration grace) {
        plane.drain(grace).toCompletableFuture().join();
        plane.close();
        loops.close();
        accessLog.close();
    }

    /// Lets the plane, which knows no certificates, hand connections to those who do.
    private record Encryption(TlsTerminator terminator, TlsOriginator originator)
            implements TlsHandlers {

        @Override
        public ChannelHandler newHandler(ByteBufAllocator allocator, Predicate<String> taker) {
            return terminator.newHandler(allocator, taker);
        }

        @Override
        public boolean isCertified(String serverName, String host) {
            return terminator.isCertified(serverName, host);
        }

        @Override
        public ClientIdentity identity(Channel channel, SSLSession session) {
            return terminator.identity(channel, session);
        }

        @Override
        public void apply(TlsTable table) {
            terminator.apply(table);
        }

        @Override
        public ChannelHandler newHandler(BackendTls tls, HttpVersion version, Endpoint endpoint) {
            return originator.newHandler(tls, version, endpoint);
        }

        @Override
        public void retain(Set<BackendTls> towardsPods) {
            originator.retain(towardsPods);
        }
    }
}
