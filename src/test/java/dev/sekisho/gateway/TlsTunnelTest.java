package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.tls.EngineChoice;
import dev.sekisho.gateway.tls.Engines;
import dev.sekisho.gateway.tls.TestCertificates;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.http.Passthrough;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.model.tls.UnknownSni;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import javax.net.ssl.SSLContext;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// How WebSockets over TLS end, on each engine: `close_notify` is an end in order, a reset is none.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class TlsTunnelTest {

    private static final String HOST = "shop.test";

    private final EngineChoice engine;
    private final CompletableFuture<String> seen = new CompletableFuture<>();
    private TlsGateway gateway;

    TlsTunnelTest(EngineChoice engine) {
        this.engine = engine;
    }

    @BeforeEach
    void start() throws IOException {
        gateway = new TlsGateway(Engines.settings(engine));
        TlsHost host = new TlsHost(new HostPattern.Exact(HOST), List.of(TestCertificates.ec(HOST)));
        gateway.tls(new TlsTable(List.of(host), List.of(), UnknownSni.SERVE_DEFAULT));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /// A client over TLS, and what TLS runs on.
    private record Layers(Client client, Socket below) implements AutoCloseable {

        @Override
        public void close() throws IOException {
            below.close();
        }
    }

    private Layers connect(Origin pod, String... protocols) throws Exception {
        gateway.host(HOST, Passthrough.NONE, Gateway.endpoints(pod));
        SSLContext context = TlsPod.client(null);
        Socket below = new Socket(InetAddress.getLoopbackAddress(), gateway.https());
        SSLSocket socket =
                (SSLSocket) context.getSocketFactory().createSocket(below, HOST, 443, false);
        SSLParameters parameters = socket.getSSLParameters();
        parameters.setApplicationProtocols(protocols);
        socket.setSSLParameters(parameters);
        socket.startHandshake();
        return new Layers(new Client(socket), below);
    }

    private Layers open(Origin pod) throws Exception {
        Layers layers = connect(pod);
        assertThat(layers.client().send(WebSockets.OFFER).readHead()).startsWith("HTTP/1.1 101 ");
        WebSockets.converse(layers.client(), "hello");
        return layers;
    }

    @Test
    void theEndOfTheClientIsOneForThePod() throws Exception {
        try (Origin pod = BrokenTunnelTest.noting(seen);
                Layers layers = open(pod)) {
            layers.client().close();
            assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo("ended");
        }
    }

    @Test
    void aResetOfTheClientReachesThePod() throws Exception {
        try (Origin pod = BrokenTunnelTest.noting(seen);
                Layers layers = open(pod)) {
            layers.below().setSoLinger(true, 0);
            layers.below().close();
            assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo("reset");
        }
    }

    @Test
    void aResetOfThePodHasNoOrderlyEnd() throws Exception {
        try (Origin pod =
                        WebSockets.agreeing(talk -> {
                            talk.send("" + (char) talk.in().read());
                            talk.in().readNBytes(5);
                            talk.reset();
                        });
                Layers layers = connect(pod)) {
            Client client = layers.client().send(WebSockets.OFFER);
            client.readHead();
            client.send("h");
            assertThat(client.in().read()).isEqualTo('h');
            client.send("ello!");
            assertThatThrownBy(client::rest).isInstanceOf(IOException.class);
        }
    }

    /// The connection below stays open: nothing but TLS says that no more comes.
    @Test
    void whatTheClientEndsInTlsAloneIsEndedForThePod() throws Exception {
        try (Origin pod = BrokenTunnelTest.noting(seen);
                Layers layers = open(pod)) {
            ((SSLSocket) layers.client().socket()).shutdownOutput();
            assertThat(seen.get(10, TimeUnit.SECONDS)).isEqualTo("ended");
            await().until(() -> gateway.sample("sekisho_tunnels_open") == 0);
        }
    }

    @Test
    void anIdleClientThatEndsInTlsAloneIsClosed() throws Exception {
        try (Origin pod = Origin.saying("hello");
                Layers layers = connect(pod)) {
            assertThat(layers.client().get("/").read().body()).isEqualTo("hello");
            ((SSLSocket) layers.client().socket()).shutdownOutput();
            await().until(() -> gateway.plane().openConnections() == 0);
        }
    }

    /// Whether the answer still goes out is for the engine to say; nobody waits for ever.
    @Test
    void aClientThatEndsInTlsBeforeItsAnswerIsClosedAfterIt() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch ended = new CountDownLatch(1);
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readRequest();
                            asked.countDown();
                            TunnelTest.awaitQuietly(ended);
                            talk.send(Origin.ok("late"));
                        });
                Layers layers = connect(pod)) {
            layers.client().get("/");
            TunnelTest.awaitQuietly(asked);
            ((SSLSocket) layers.client().socket()).shutdownOutput();
            ended.countDown();
            await().until(() -> gateway.plane().openConnections() == 0);
        }
    }

    @Test
    void anIdleClientOfHttp2ThatEndsInTlsAloneIsClosed() throws Exception {
        try (Origin pod = Origin.saying("hello");
                Layers layers = connect(pod, "h2")) {
            FrameClient client = new FrameClient(layers.client().socket()).hello();
            client.get(1, "/");
            assertThat(client.answer(1).body()).isEqualTo("hello");
            ((SSLSocket) client.socket()).shutdownOutput();
            await().until(() -> gateway.plane().openConnections() == 0);
        }
    }
}
