package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.tls.EngineChoice;
import dev.sekisho.gateway.tls.Engines;
import dev.sekisho.gateway.tls.TestCertificates;
import dev.sekisho.gateway.tls.TlsSettings;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.BackendTls;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.HttpVersion;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.Passthrough;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.model.tls.UnknownSni;
import io.netty.buffer.ByteBufUtil;
import java.io.IOException;
import java.io.InputStream;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/// Hosts whose TLS is for their pods to end, beside hosts whose TLS ends here, on each engine.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class PassthroughTest {

    static final String HOST = "pass.test";
    private static final byte[] INTERNAL_ERROR = {21, 3, 3, 0, 2, 2, 80};

    private final TlsSettings tls;

    PassthroughTest(EngineChoice engine) {
        tls = Engines.settings(engine);
    }

    /// Sends back what comes.
    static Origin echoing() throws IOException {
        return Origin.scripted(WebSockets::echo);
    }

    static Client client(TlsGateway gateway, byte[] first) throws IOException {
        Client client = new Client(gateway.https());
        client.socket().getOutputStream().write(first);
        return client;
    }

    static void converse(Client client, byte[] sent) throws IOException {
        CompletableFuture<Void> sending =
                CompletableFuture.runAsync(() -> {
                    try {
                        client.socket().getOutputStream().write(sent);
                    } catch (IOException gone) {
                        throw new AssertionError(gone);
                    }
                });
        assertThat(client.in().readNBytes(sent.length)).isEqualTo(sent);
        sending.join();
    }

    @Test
    void thePodEndsTheTlsOfItsClients() throws Exception {
        Certificate own = TestCertificates.ec(HOST);
        byte[] much = new byte[3_000_000];
        new Random(7).nextBytes(much);
        try (Origin pod = TlsPod.echoing(own);
                TlsGateway gateway =
                        new TlsGateway(tls).host(HOST, Passthrough.PLAIN, Gateway.endpoints(pod))) {
            try (SSLSocket socket = TlsPod.connect(gateway.https(), HOST)) {
                X509Certificate shown =
                        (X509Certificate) socket.getSession().getPeerCertificates()[0];
                assertThat(shown).isEqualTo(own.chain().getFirst());
                converse(new Client(socket), much);
                assertThat(gateway.sample("sekisho_passthrough_open")).isEqualTo(1);
                assertThat(gateway.sample("sekisho_tls_full_handshakes_total")).isZero();
            }
            await().until(() -> gateway.sample("sekisho_passthrough_open") == 0);
        }
    }

    @Test
    void theClientHelloComesToThePodAsItWasSent() throws IOException {
        byte[] hello = Hello.inPieces(Hello.asking("PASS.test"), 7);
        try (Origin pod = echoing();
                TlsGateway gateway =
                        new TlsGateway(tls).host(HOST, Passthrough.PLAIN, Gateway.endpoints(pod));
                Client client = new Client(gateway.https())) {
            for (int at = 0; at < hello.length; at += 100) {
                client.socket()
                        .getOutputStream()
                        .write(hello, at, Math.min(100, hello.length - at));
            }
            assertThat(client.in().readNBytes(hello.length)).isEqualTo(hello);
            converse(client, new byte[] {1, 2, 3});
        }
    }

    @ParameterizedTest
    @EnumSource
    void aPodOfAnyProtocolGetsItAsItWasSent(HttpVersion version) throws IOException {
        byte[] hello = Hello.asking(HOST);
        BackendProtocol encrypted =
                new BackendProtocol(version, Optional.of(BackendTls.UNVERIFIED));
        try (Origin pod = echoing();
                TlsGateway gateway =
                        new TlsGateway(tls)
                                .speaking(encrypted)
                                .host(HOST, Passthrough.PLAIN, Gateway.endpoints(pod));
                Client client = client(gateway, hello)) {
            assertThat(client.in().readNBytes(hello.length)).isEqualTo(hello);
        }
    }

    @Test
    void oneLineIsLoggedAtTheEnd() throws IOException {
        byte[] hello = Hello.asking(HOST);
        try (Origin pod = echoing();
                TlsGateway gateway =
                        new TlsGateway(tls).host(HOST, Passthrough.PLAIN, Gateway.endpoints(pod))) {
            try (Client client = client(gateway, hello)) {
                client.in().readNBytes(hello.length);
                assertThat(gateway.logged()).isEmpty();
                assertThat(gateway.sample("sekisho_passthrough_bytes_total{client}"))
                        .isEqualTo(hello.length);
            }
            await().until(() -> !gateway.logged().isEmpty());
            assertThat(gateway.logged())
                    .containsOnlyOnce("\n")
                    .contains("\"host\":\"pass.test\",\"protocol\":\"TLS\",\"status\":200")
                    .contains("\"request_length\":" + hello.length + ",")
                    .contains("\"bytes_sent\":" + hello.length + ",")
                    .contains("\"upstream_addr\":\"" + pod.endpoint() + "\"")
                    .contains("\"upstream_connect_time\":")
                    .contains("\"ingress\":\"web\"");
            assertThat(gateway.sample("sekisho_passthrough_total")).isEqualTo(1);
            assertThat(gateway.sample("sekisho_passthrough_bytes_total{pod}"))
                    .isEqualTo(hello.length);
        }
    }

    @Test
    void anotherPodIsTriedWhereOneCannotBeReached() throws IOException {
        byte[] hello = Hello.asking(HOST);
        try (Origin pod = echoing();
                TlsGateway gateway = new TlsGateway(tls)) {
            var refusing = Dead.refusing();
            gateway.host(HOST, Passthrough.PLAIN, List.of(refusing, pod.endpoint()));
            for (int i = 0; i < 4; i++) {
                try (Client client = client(gateway, hello)) {
                    assertThat(client.in().readNBytes(hello.length)).isEqualTo(hello);
                }
            }
            await().until(() -> gateway.logged().lines().count() == 4);
            assertThat(gateway.logged())
                    .contains("\"upstream_addr\":\"" + refusing + ", " + pod.endpoint() + "\"")
                    .doesNotContain("\"status\":5");
            assertThat(gateway.sample("sekisho_upstream_retries_total{error}")).isPositive();
        }
    }

    @Test
    void aPodThatDoesNotAnswerInTimeIsLeftForAnother() throws IOException {
        byte[] hello = Hello.asking(HOST);
        ForwardPolicy policy =
                new ForwardPolicy(
                        Duration.ofMillis(300),
                        Duration.ofSeconds(60),
                        Duration.ofSeconds(60),
                        3,
                        0);
        try (Dead silent = Dead.silent();
                TlsGateway gateway = new TlsGateway(tls)) {
            gateway.host(HOST, Passthrough.PLAIN, policy, List.of(silent.endpoint()));
            try (Client client = client(gateway, hello)) {
                assertThat(client.in().readAllBytes()).isEqualTo(INTERNAL_ERROR);
            }
            await().until(() -> gateway.logged().contains("\"status\":504"));
        }
    }

    @Test
    void aClientWhoseHostHasNoPodIsToldSo() throws IOException {
        byte[] hello = Hello.asking(HOST);
        try (TlsGateway gateway = new TlsGateway(tls).host(HOST, Passthrough.PLAIN, List.of())) {
            try (Client client = client(gateway, hello)) {
                assertThat(client.in().readAllBytes()).isEqualTo(INTERNAL_ERROR);
            }
            gateway.host(HOST, Passthrough.PLAIN, List.of(Dead.refusing()));
            try (Client client = client(gateway, hello)) {
                assertThat(client.in().readAllBytes()).isEqualTo(INTERNAL_ERROR);
            }
            await().until(() -> gateway.logged().lines().count() == 2);
            assertThat(gateway.logged()).contains("\"status\":503").contains("\"status\":502");
            assertThat(gateway.sample("sekisho_passthrough_failed_total")).isEqualTo(2);
            assertThat(gateway.sample("sekisho_passthrough_total")).isZero();
        }
    }

    @Test
    void otherHostsAreServedBesideIt() throws Exception {
        Certificate certificate = TestCertificates.ec("shop.test");
        try (Origin pod = echoing();
                Origin shop = Origin.saying("hello");
                TlsGateway gateway =
                        new TlsGateway(tls)
                                .tls(table(certificate, UnknownSni.REJECT))
                                .host("*.test", Passthrough.PLAIN, Gateway.endpoints(pod))
                                .host("shop.test", Passthrough.NONE, Gateway.endpoints(shop));
                SSLSocket socket = TlsPod.connect(gateway.https(), "shop.test");
                Client client = new Client(socket);
                Client passed = client(gateway, Hello.asking("any.test"))) {
            assertThat(client.get("/").read().body()).isEqualTo("hello");
            assertThat(passed.in().read()).isEqualTo(22);

            client.send("POST / HTTP/1.1\r\nHost: a.test\r\nContent-Length: 2\r\n\r\nxx");
            Client.Reply misdirected = client.read();
            assertThat(misdirected.status()).isEqualTo(421);
            assertThat(misdirected.has("Connection: close")).isTrue();
            assertThat(client.rest()).isEmpty();
        }
    }

    private static TlsTable table(Certificate certificate, UnknownSni unknown) {
        TlsHost host = new TlsHost(new HostPattern.Exact("shop.test"), List.of(certificate));
        return new TlsTable(List.of(host), List.of(), unknown);
    }

    @Test
    void withoutTlsTheHostIsServedAsAnyOther() throws IOException {
        try (Origin pod = Origin.saying("plain");
                TlsGateway gateway =
                        new TlsGateway(tls)
                                .host("shop.test", Passthrough.PLAIN, Gateway.endpoints(pod));
                Client client = new Client(gateway.http())) {
            assertThat(client.get("/").read().body()).isEqualTo("plain");
        }
    }

    @Test
    void aPodIsToldWhoTheClientIsWhereThatIsAskedFor() throws IOException {
        byte[] hello = Hello.asking(HOST);
        try (Origin pod = echoing();
                TlsGateway gateway =
                        new TlsGateway(tls)
                                .host(HOST, Passthrough.PROXY_V1, Gateway.endpoints(pod))) {
            try (Client client = client(gateway, hello)) {
                String line =
                        "PROXY TCP4 127.0.0.1 127.0.0.1 %d %d\r\n"
                                .formatted(client.socket().getLocalPort(), gateway.https());
                assertThat(WebSockets.take(client.in(), line.length())).isEqualTo(line);
                assertThat(client.in().readNBytes(hello.length)).isEqualTo(hello);
            }
            gateway.host(HOST, Passthrough.PROXY_V2, Gateway.endpoints(pod));
            try (Client client = client(gateway, hello)) {
                assertThat(version2(client.in()))
                        .startsWith(127, 0, 0, 1, 127, 0, 0, 1)
                        .endsWith('p', 'a', 's', 's', '.', 't', 'e', 's', 't');
                assertThat(client.in().readNBytes(hello.length)).isEqualTo(hello);
            }
        }
    }

    /// What follows the fixed part of a header.
    private static byte[] version2(InputStream in) throws IOException {
        byte[] fixed = in.readNBytes(16);
        assertThat(Arrays.copyOfRange(fixed, 12, 14)).containsExactly(0x21, 0x11);
        return in.readNBytes((fixed[14] << 8) + fixed[15]);
    }

    private static GatewaySettings behindAProxy() {
        return new SettingsDraft()
                .ports(0, 0)
                .announcedBy(TrustedProxies.of(List.of("127.0.0.1")))
                .build();
    }

    @Test
    void whatAProxySaysOfNameAndTlsIsPassedOn() throws IOException {
        byte[] header =
                ByteBufUtil.decodeHexDump(
                        "0d0a0d0a000d0a515549540a2111001f"
                                + "c0000201c6336402d43101bb"
                                + "020005612e6f7267"
                                + "20000801000000002100aa");
        byte[] hello = Hello.asking(HOST);
        try (Origin pod = echoing();
                TlsGateway gateway =
                        new TlsGateway(tls, behindAProxy())
                                .host(HOST, Passthrough.PROXY_V2, Gateway.endpoints(pod));
                Client proxy = new Client(gateway.https())) {
            proxy.socket().getOutputStream().write(header);
            proxy.socket().getOutputStream().write(hello);
            assertThat(proxy.in().readNBytes(header.length)).isEqualTo(header);
            assertThat(proxy.in().readNBytes(hello.length)).isEqualTo(hello);
        }
    }

    @Test
    void theClientBehindAProxyIsTheOneThatPodsAreTold() throws IOException {
        String line = "PROXY TCP6 2001:db8:0:0:0:0:0:1 2001:db8:0:0:0:0:0:2 54321 443\r\n";
        byte[] hello = Hello.asking(HOST);
        try (Origin pod = echoing();
                TlsGateway gateway =
                        new TlsGateway(tls, behindAProxy())
                                .host(HOST, Passthrough.PROXY_V1, Gateway.endpoints(pod));
                Client proxy = new Client(gateway.https())) {
            proxy.send(line).socket().getOutputStream().write(hello);
            assertThat(WebSockets.take(proxy.in(), line.length())).isEqualTo(line);
            assertThat(proxy.in().readNBytes(hello.length)).isEqualTo(hello);
            proxy.reset();
            await().until(() -> gateway.logged().contains("\"remote_addr\":\"2001:db8:"));
        }
    }
}
