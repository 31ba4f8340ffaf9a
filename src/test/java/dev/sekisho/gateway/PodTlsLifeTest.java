package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.tls.EngineChoice;
import dev.sekisho.gateway.tls.PodPki;
import dev.sekisho.gateway.tls.TlsPod;
import dev.sekisho.model.BackendTls;
import dev.sekisho.model.tls.Certificate;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.concurrent.CountDownLatch;
import javax.net.ssl.SSLSocket;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.EnumSource;

/// How requests, bodies and connections fare over TLS with pods, on each engine.
@ParameterizedClass
@EnumSource(mode = EnumSource.Mode.EXCLUDE, names = "AUTO")
class PodTlsLifeTest extends PodTlsTrial {

    PodTlsLifeTest(EngineChoice engine) throws IOException {
        super(engine);
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
        Origin.awaited(rotated);
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
}
