package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.Client.Reply;
import dev.sekisho.gateway.observe.AccessLog;
import dev.sekisho.gateway.observe.AccessLogFormat;
import dev.sekisho.gateway.tls.EngineChoice;
import dev.sekisho.gateway.tls.Engines;
import dev.sekisho.gateway.tls.PodPki;
import dev.sekisho.gateway.tls.RawPod;
import dev.sekisho.gateway.tls.TlsOriginator;
import dev.sekisho.gateway.tls.TlsPod;
import dev.sekisho.model.BackendProtocol;
import dev.sekisho.model.BackendTls;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.tls.Certificate;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Base64;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.function.Consumer;
import javax.net.ssl.SSLParameters;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests to pods over TLS: what arrives, and what a client, the access log and the metrics are
/// told when it is not as it should be. On each engine.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class PodTlsTest {

    private static final String NAME = "web.shop.svc";
    private static final PodPki PKI = new PodPki("pods");
    private static final BackendTls UNVERIFIED = new BackendTls(NAME);
    private static final BackendTls VERIFIED = UNVERIFIED.verifiedBy(PKI.authorities());
    private static final ForwardPolicy IMPATIENT =
            new ForwardPolicy(
                    Duration.ofMillis(300), Duration.ofSeconds(60), Duration.ofSeconds(60), 1, 0);
    private static final String POST =
            "POST /orders HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 5\r\n\r\norder";

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private final AccessLog log = new AccessLog(AccessLogFormat.JSON, logged, 1 << 16);
    private final TlsOriginator originator;
    private final Gateway gateway;

    PodTlsTest(EngineChoice engine) throws IOException {
        Engines.settings(engine);
        originator = new TlsOriginator(engine);
        gateway = new Gateway(Gateway.settings(), log, originator);
    }

    @AfterEach
    void stop() {
        gateway.close();
        originator.close();
        log.close();
    }

    private Gateway serving(BackendTls tls, Endpoint... pods) {
        return gateway.speaking(BackendProtocol.HTTP.over(tls), ForwardPolicy.DEFAULT, pods);
    }

    private Reply get(String path) throws IOException {
        try (Client client = gateway.connect()) {
            return client.get(path).read();
        }
    }

    private String logLine() {
        await().until(() -> logged.toString(StandardCharsets.UTF_8).endsWith("\n"));
        return logged.toString(StandardCharsets.UTF_8);
    }

    private double failures(String reason) {
        return Samples.of(originator).of("sekisho_upstream_tls_failures_total", reason);
    }

    private void isRefused(BackendTls tls, Endpoint pod, String reason) throws IOException {
        serving(tls, pod);

        assertThat(get("/").status()).isEqualTo(502);
        assertThat(logLine())
                .contains(
                        "\"status\":502",
                        "\"rule\":\"BACKEND_TLS_" + reason.toUpperCase(Locale.ROOT) + "\"");
        assertThat(failures(reason)).isPositive();
    }

    private static Consumer<SSLParameters> demanding(String protocol) {
        return parameters -> {
            parameters.setProtocols(new String[] {protocol});
            parameters.setNeedClientAuth(true);
        };
    }

    @Test
    void aVerifiedPodGetsTheRequest() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME))) {
            serving(VERIFIED, pod.endpoint());

            assertThat(get("/basket").body()).isEqualTo("pod");
            assertThat(pod.requests().getFirst()).startsWith("GET /basket HTTP/1.1\r\n");
            assertThat(pod.serverNames()).containsExactly(NAME);
            assertThat(logLine()).contains("\"status\":200").doesNotContain("\"rule\"");
        }
    }

    @Test
    void oneConnectionServesManyRequests() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME));
                Client client = serving(VERIFIED, pod.endpoint()).connect()) {
            for (int i = 0; i < 20; i++) {
                assertThat(client.get("/" + i).read().status()).isEqualTo(200);
            }

            assertThat(pod.connections()).isEqualTo(1);
        }
    }

    @Test
    void bodiesOfAnySizeComeThroughBothWays() throws IOException {
        String body = "0123456789abcdef".repeat(200_000);
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), _ -> {}, (socket, _) -> echo(socket));
                Client client = serving(VERIFIED, pod.endpoint()).connect()) {
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> {
                                try {
                                    client.send(
                                            "POST / HTTP/1.1\r\nHost: shop.test\r\n"
                                                    + "Content-Length: "
                                                    + body.length()
                                                    + "\r\n\r\n"
                                                    + body);
                                } catch (IOException gone) {
                                    throw new AssertionError(gone);
                                }
                            });

            assertThat(client.read().body()).isEqualTo(body);
            join(sender);
        }
    }

    private static void join(Thread thread) {
        try {
            thread.join();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    private static void echo(SSLSocket socket) throws IOException {
        String head = TlsPod.head(socket.getInputStream());
        int at = head.toLowerCase(Locale.ROOT).indexOf("content-length: ") + 16;
        int length = Integer.parseInt(head.substring(at, head.indexOf("\r\n", at)));
        TlsPod.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: " + length + "\r\n\r\n");
        byte[] piece = new byte[8_000];
        for (int left = length; left > 0; ) {
            int count = socket.getInputStream().read(piece, 0, Math.min(left, piece.length));
            socket.getOutputStream().write(piece, 0, count);
            left -= count;
        }
    }

    @Test
    void aPodOfAnotherAuthorityGetsNothing() throws IOException {
        try (TlsPod pod = new TlsPod(new PodPki("pods").issue(NAME))) {
            isRefused(VERIFIED, pod.endpoint(), "untrusted");
            assertThat(pod.requests()).isEmpty();
        }
    }

    @Test
    void aPodOfAnotherNameGetsNothing() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue("bank.shop.svc"))) {
            isRefused(VERIFIED, pod.endpoint(), "name");
            assertThat(pod.requests()).isEmpty();
        }
    }

    @Test
    void aPodWithAnExpiredCertificateGetsNothing() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issueExpired(NAME))) {
            isRefused(VERIFIED, pod.endpoint(), "expired");
            assertThat(pod.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPodThatDemandsACertificateRefusesWhoHasNone(String protocol) throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), demanding(protocol))) {
            isRefused(VERIFIED, pod.endpoint(), "refused");
            assertThat(pod.requests()).isEmpty();
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"TLSv1.2", "TLSv1.3"})
    void aPodThatDemandsACertificateIsShownIt(String protocol) throws IOException {
        Certificate own = PKI.issue("gateway.test");
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), demanding(protocol))) {
            serving(VERIFIED.showing(own), pod.endpoint());

            assertThat(get("/").status()).isEqualTo(200);
            assertThat(pod.clients()).containsExactly(own.chain().getFirst());
        }
    }

    @Test
    void aPodThatSpeaksInTheClearIsAnError() throws IOException {
        String answer = "HTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        try (RawPod pod = new RawPod(answer.getBytes(StandardCharsets.US_ASCII))) {
            isRefused(UNVERIFIED, pod.endpoint(), "plaintext");
        }
    }

    /// What it is sent is a ClientHello, never a request.
    @Test
    void nothingGoesOutInTheClear() throws IOException {
        try (Origin pod = Origin.saying("in the clear")) {
            serving(UNVERIFIED, pod.endpoint());

            try (Client client = gateway.connect()) {
                client.get("/secret");
                await().until(() -> pod.connections() > 0);
            }
            pod.die();
            assertThat(pod.heads()).isEmpty();
        }
    }

    @Test
    void aPodThatClosesDuringTheHandshakeIsAnError() throws IOException {
        try (RawPod pod = new RawPod(new byte[0])) {
            isRefused(UNVERIFIED, pod.endpoint(), "closed");
        }
    }

    @Test
    void aHandshakeThatStallsEndsWithTheTimeForAConnect() throws IOException {
        try (ServerSocket silent = new ServerSocket(0, 8, InetAddress.getLoopbackAddress())) {
            Endpoint pod = new Endpoint("127.0.0.1", silent.getLocalPort());
            gateway.speaking(BackendProtocol.HTTP.over(UNVERIFIED), IMPATIENT, pod);

            assertThat(get("/").status()).isEqualTo(504);
            assertThat(logLine()).contains("\"rule\":\"BACKEND_TLS_TIMEOUT\"");
            assertThat(failures("timeout")).isEqualTo(1);
            try (Socket given = silent.accept()) {
                given.setSoTimeout(5_000);
                given.getInputStream().readAllBytes();
            }
        }
    }

    /// Nothing of the request was sent, so even one that must not be sent twice goes on.
    @Test
    void aRequestGoesOnToAPodThatCanBeVerified() throws IOException {
        try (TlsPod stranger = new TlsPod(new PodPki("strangers").issue(NAME));
                TlsPod pod = new TlsPod(PKI.issue(NAME), _ -> {}, (socket, _) -> echo(socket))) {
            serving(VERIFIED, stranger.endpoint(), pod.endpoint());

            for (int i = 0; i < 4; i++) {
                try (Client client = gateway.connect()) {
                    assertThat(client.send(POST).read().body()).isEqualTo("order");
                }
            }
            assertThat(stranger.requests()).isEmpty();
        }
    }

    @Test
    void aPodThatCannotBeVerifiedIsLeftOut() throws IOException {
        try (TlsPod stranger = new TlsPod(new PodPki("strangers").issue(NAME));
                TlsPod pod = new TlsPod(PKI.issue(NAME))) {
            serving(VERIFIED, stranger.endpoint(), pod.endpoint());

            for (int i = 0; i < 40; i++) {
                assertThat(get("/").status()).isEqualTo(200);
            }
            assertThat(failures("untrusted")).isEqualTo(3);
        }
    }

    /// A connection of one policy is not for another: of two policies with the same pod each has
    /// its own.
    @Test
    void aConnectionIsUsedUnderThePolicyThatItWasMadeUnder() throws IOException {
        Certificate own = PKI.issue("gateway.test");
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), asking -> asking.setWantClientAuth(true));
                Client client = serving(VERIFIED, pod.endpoint()).connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(200);
            serving(VERIFIED.showing(own), pod.endpoint());
            await().until(() -> client.get("/").read().status() == 200 && !pod.clients().isEmpty());

            assertThat(pod.connections()).isEqualTo(2);
            serving(new BackendTls("bank.shop.svc").verifiedBy(PKI.authorities()), pod.endpoint());
            await().until(() -> client.get("/").read().status() == 502);
        }
    }

    /// The answer that was under way arrives, the next request meets the new authority.
    @Test
    void aRotatedAuthorityTakesEffectAndDropsNothing() throws Exception {
        CountDownLatch rotated = new CountDownLatch(1);
        PodPki next = new PodPki("next");
        try (TlsPod old = new TlsPod(PKI.issue(NAME), _ -> {}, (s, _) -> half(s, rotated));
                TlsPod fresh = new TlsPod(next.issue(NAME));
                Client client = serving(VERIFIED, old.endpoint()).connect()) {
            client.get("/long");
            String head = client.readHead();
            assertThat(head).startsWith("HTTP/1.1 200");

            serving(UNVERIFIED.verifiedBy(next.authorities()), fresh.endpoint(), old.endpoint());
            await().until(() -> get("/").body().equals("pod"));
            rotated.countDown();

            assertThat(new String(client.in().readNBytes(10), StandardCharsets.US_ASCII))
                    .isEqualTo("onetwothre");
            assertThat(old.requests()).isEmpty();
        }
    }

    private static void half(SSLSocket socket, CountDownLatch rotated) throws IOException {
        TlsPod.head(socket.getInputStream());
        TlsPod.send(socket, "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\none");
        try {
            rotated.await();
        } catch (InterruptedException e) {
            throw new IOException(e);
        }
        TlsPod.send(socket, "twothre");
    }

    @Test
    void anAnswerUpToTheEndOfTheConnectionIsWholeIfThePodSaysSo() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), _ -> {}, (s, _) -> untilTheEnd(s))) {
            serving(VERIFIED, pod.endpoint());

            assertThat(get("/").body()).isEqualTo("all of it");
        }
    }

    private static void untilTheEnd(SSLSocket socket) throws IOException {
        TlsPod.head(socket.getInputStream());
        TlsPod.send(socket, "HTTP/1.1 200 OK\r\nConnection: close\r\n\r\nall of it");
    }

    /// RFC 9112 §9.8: somebody on the way may have cut it.
    @Test
    void anAnswerThatEndsWithoutAWordIsCut() throws IOException {
        try (TlsPod pod =
                        new TlsPod(
                                PKI.issue(NAME),
                                _ -> {},
                                (socket, below) -> {
                                    untilTheEnd(socket);
                                    below.shutdownOutput();
                                    below.getInputStream().readAllBytes();
                                });
                Client client = serving(VERIFIED, pod.endpoint()).connect()) {
            client.get("/");

            assertThat(client.readHead()).startsWith("HTTP/1.1 200");
            assertThatThrownBy(() -> client.read()).isInstanceOf(IOException.class);
        }
    }

    @Test
    void webSocketsGoThrough() throws IOException {
        try (TlsPod pod = new TlsPod(PKI.issue(NAME), _ -> {}, (socket, _) -> webSocket(socket));
                Client client =
                        serving(VERIFIED, pod.endpoint()).connect().send(WebSockets.OFFER)) {
            assertThat(client.readHeadOnly().status()).isEqualTo(101);
            WebSockets.converse(client, "hello");
            WebSockets.converse(client, "again");
        }
    }

    private static void webSocket(SSLSocket socket) throws IOException {
        TlsPod.head(socket.getInputStream());
        TlsPod.send(socket, WebSockets.AGREED);
        socket.getInputStream().transferTo(socket.getOutputStream());
    }

    @Test
    void noKeyAndNoCertificateIsInTheLog() throws IOException {
        Certificate own = PKI.issue("gateway.test");
        Base64.Encoder base64 = Base64.getEncoder();
        String key = base64.encodeToString(own.key().getEncoded()).substring(40, 80);
        try (TlsPod pod = new TlsPod(PKI.issue("bank.shop.svc"))) {
            isRefused(VERIFIED.showing(own), pod.endpoint(), "name");

            assertThat(logLine()).doesNotContain(key, "BEGIN", "bank.shop.svc");
        }
    }
}
