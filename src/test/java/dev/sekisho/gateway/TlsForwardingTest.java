package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.gateway.Client.Reply;
import dev.sekisho.gateway.observe.AccessLog;
import dev.sekisho.gateway.observe.Observation;
import dev.sekisho.gateway.observe.StatsRegistry;
import dev.sekisho.gateway.tls.EngineChoice;
import dev.sekisho.gateway.tls.Engines;
import dev.sekisho.gateway.tls.TlsSettings;
import dev.sekisho.gateway.tls.TlsTerminator;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.security.GeneralSecurityException;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.TrustManager;
import javax.net.ssl.X509TrustManager;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// The HTTPS listener with the real TLS end: same requests, same answers.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class TlsForwardingTest {

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

    private final List<TlsTerminator> terminators = new ArrayList<>();
    private final TlsSettings tls;
    private final EventLoopGroup group = new EpollEventLoopGroup(2);
    private GatewayPlane plane;

    TlsForwardingTest(EngineChoice engine) {
        tls = Engines.settings(engine);
    }

    @BeforeEach
    void start() throws IOException {
        start(Gateway.listening(ListenSettings.OFF, 0));
    }

    private void start(GatewaySettings settings) throws IOException {
        TlsTerminator terminator = new TlsTerminator(tls);
        terminators.add(terminator);
        StatsRegistry stats = new StatsRegistry(2);
        plane =
                new GatewayPlane(
                        settings,
                        group,
                        stats,
                        new Observation(stats, AccessLog.off(), List.of()),
                        new Termination(terminator));
        plane.start();
    }

    private void stopPlane() {
        plane.close();
    }

    @AfterEach
    void stop() {
        stopPlane();
        terminators.forEach(TlsTerminator::close);
        group.shutdownGracefully(0, 2, TimeUnit.SECONDS).syncUninterruptibly();
    }

    private void restartWith(Duration handshake) throws IOException {
        stopPlane();
        Duration patient = Duration.ofSeconds(60);
        ClientTimeouts timeouts =
                new ClientTimeouts(patient, patient, patient, patient, patient, patient, handshake);
        ClientSettings clients =
                new ClientSettings(timeouts, 1000, TrustedProxies.NONE, MinimumRates.DEFAULT);
        start(
                new SettingsDraft()
                        .ports(ListenSettings.OFF, 0)
                        .with(clients)
                        .drainingAfter(patient)
                        .build());
    }

    @Test
    void aClientThatDoesNotShakeHandsIsGoneInTime() throws IOException {
        restartWith(Duration.ofMillis(300));
        try (Client silent = new Client(plane.boundPorts().https());
                Client half = new Client(plane.boundPorts().https())) {
            half.socket().getOutputStream().write(new byte[] {22, 3, 1, 2, 0, 1, 0});

            assertThat(silent.rest()).isEmpty();
            assertThat(half.rest()).isEmpty();
        }
    }

    @Test
    void aClientThatHasShakenHandsIsGivenTheTimeOfAHead()
            throws IOException, GeneralSecurityException {
        restartWith(Duration.ofSeconds(2));
        try (Client client = new Client(connect(plane.boundPorts().https()))) {
            client.send("GET / HTTP/1.1\r\n");
            // Longer than the handshake may take: what is waited for is that nothing comes.
            client.socket().setSoTimeout(4000);
            assertThatThrownBy(() -> client.in().read()).isInstanceOf(SocketTimeoutException.class);

            client.send("Host: nobody.test\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(404);
        }
    }

    private Client connect() throws IOException, GeneralSecurityException {
        return new Client(connect(plane.boundPorts().https()));
    }

    @Test
    void servesOverTls() throws IOException, GeneralSecurityException {
        String large = "x".repeat(500_000);
        try (Origin pod = Origin.saying(large)) {
            plane.apply(Gateway.snapshot(pod));
            try (Client client = connect()) {
                Reply reply = client.get("/a").read();
                assertThat(reply.body()).isEqualTo(large);
                assertThat(client.get("/b").read().body()).isEqualTo(large);
                assertThat(pod.lastHead())
                        .contains("\r\nX-Forwarded-Proto: https\r\n")
                        .contains("\r\nX-Forwarded-Port: " + plane.boundPorts().https() + "\r\n");

                client.send("GET / HTTP/1.1\r\n\r\n");
                assertThat(client.read().status()).isEqualTo(400);
                assertThat(client.rest()).isEmpty();
            }
        }
    }

    /// A `close_notify` would tell an HTTP/1.0 client that it has everything.
    @Test
    void aCutHasNoOrderlyEnd() throws IOException, GeneralSecurityException {
        try (Origin pod =
                Origin.scripted(talk -> {
                    talk.readHead();
                    talk.send(
                            "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n"
                                    + "4\r\nhalf\r\nX");
                })) {
            plane.apply(Gateway.snapshot(pod));
            try (Client client = connect()) {
                client.send("GET / HTTP/1.0\r\nHost: shop.test\r\n\r\n");
                assertThatThrownBy(client::read).isInstanceOf(IOException.class);
            }
        }
    }

    @Test
    void aRefusalIsReadByAClientThatIsStillSending() throws IOException, GeneralSecurityException {
        try (Client client = connect()) {
            client.send("POST / HTTP/1.1\r\nHost: nobody.test\r\nContent-Length: 9999999\r\n\r\n");
            client.send("x".repeat(2_000_000));

            assertThat(client.read().status()).isEqualTo(404);
            assertThat(client.rest()).isEmpty();
        }
    }

    private static Socket connect(int port) throws IOException, GeneralSecurityException {
        SSLContext context = SSLContext.getInstance("TLS");
        context.init(null, new TrustManager[] {new TrustAll()}, null);
        return context.getSocketFactory().createSocket(InetAddress.getLoopbackAddress(), port);
    }
}
