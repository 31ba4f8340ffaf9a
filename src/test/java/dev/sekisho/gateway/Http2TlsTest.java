package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.observe.AccessLog;
import dev.sekisho.gateway.observe.Observation;
import dev.sekisho.gateway.observe.StatsRegistry;
import dev.sekisho.gateway.tls.ClientIdentity;
import dev.sekisho.gateway.tls.EngineChoice;
import dev.sekisho.gateway.tls.Engines;
import dev.sekisho.gateway.tls.TlsSettings;
import dev.sekisho.gateway.tls.TlsTerminator;
import dev.sekisho.model.tls.TlsTable;
import io.netty.buffer.ByteBufAllocator;
import io.netty.channel.Channel;
import io.netty.channel.ChannelHandler;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import javax.net.ssl.SNIHostName;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSession;
import javax.net.ssl.SSLSocket;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// HTTP/2 over TLS: agreed on by ALPN, and for the hosts of the certificate only.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class Http2TlsTest {

    /// Takes every certificate for one of the names below its own.
    private record Loose(Termination inner) implements PlainPods {

        @Override
        public ChannelHandler newHandler(ByteBufAllocator allocator, Predicate<String> taker) {
            return inner.newHandler(allocator, taker);
        }

        @Override
        public boolean isCertified(String serverName, String host) {
            return host.endsWith(serverName);
        }

        @Override
        public ClientIdentity identity(Channel channel, SSLSession session) {
            return inner.identity(channel, session);
        }

        @Override
        public void apply(TlsTable table) {
            inner.apply(table);
        }
    }

    private final List<TlsTerminator> terminators = new ArrayList<>();
    private final TlsSettings settings;
    private final EventLoopGroup group = new EpollEventLoopGroup(1);
    private @Nullable GatewayPlane plane;

    Http2TlsTest(EngineChoice engine) {
        settings = Engines.settings(engine);
    }

    @AfterEach
    void stop() {
        if (plane != null) {
            plane.close();
        }
        terminators.forEach(TlsTerminator::close);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    /// As if the certificate of a host named its subdomains, too.
    private static final class TrustAll implements X509TrustManager {
        @Override
        public void checkClientTrusted(X509Certificate[] chain, String type) {}

        @Override
        public void checkServerTrusted(X509Certificate[] chain, String type) {}

        @Override
        public X509Certificate[] getAcceptedIssuers() {
            return new X509Certificate[0];
        }
    }

    private GatewayPlane running() {
        return Objects.requireNonNull(plane);
    }

    private void start(TlsSettings tls) throws IOException {
        TlsTerminator terminator = new TlsTerminator(tls);
        terminators.add(terminator);
        StatsRegistry stats = new StatsRegistry(1);
        GatewayPlane started =
                new GatewayPlane(
                        Gateway.listening(ListenSettings.OFF, 0),
                        group,
                        stats,
                        new Observation(stats, AccessLog.off(), List.of()),
                        new Loose(new Termination(terminator)));
        started.start();
        plane = started;
    }

    private SSLSocket connect(String... protocols) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        SSLSocket socket =
                (SSLSocket)
                        context.getSocketFactory()
                                .createSocket(
                                        InetAddress.getLoopbackAddress(),
                                        running().boundPorts().https());
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setServerNames(List.of(new SNIHostName("shop.test")));
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return socket;
    }

    @Test
    void isAgreedOnByAlpn() throws IOException, GeneralSecurityException {
        start(settings);
        SSLSocket socket = connect("http/1.1", "h2");
        assertThat(socket.getApplicationProtocol()).isEqualTo("h2");
        try (FrameClient client = new FrameClient(socket).hello()) {
            client.get(1, "/");
            assertThat(client.answer(1).status()).isEqualTo(404);
        }
    }

    @Test
    void isNotOfferedWhereItIsOff() throws IOException, GeneralSecurityException {
        start(settings.withoutHttp2());
        try (SSLSocket socket = connect("h2", "http/1.1")) {
            assertThat(socket.getApplicationProtocol()).isEqualTo("http/1.1");
        }
    }

    /// Without an agreement TLS carries HTTP/1.1, whatever the client begins with.
    @Test
    void isNotGuessedUnderTls() throws IOException, GeneralSecurityException {
        start(settings);
        try (Client client = new Client(connect("http/1.1"))) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(505);
        }
    }

    @Test
    void aHostThatTheCertificateDoesNotNameIsMisdirected()
            throws IOException, GeneralSecurityException {
        start(settings);
        try (FrameClient client = new FrameClient(connect("h2")).hello()) {
            String[] other = FrameClient.request("GET", "/");
            other[7] = "bank.test";
            client.headers(1, FrameClient.END_STREAM, other);
            assertThat(client.answer(1).status()).isEqualTo(421);
            other[7] = "www.shop.test:8443";
            client.headers(3, FrameClient.END_STREAM, other);
            assertThat(client.answer(3).status()).isEqualTo(404);
        }
    }
}
