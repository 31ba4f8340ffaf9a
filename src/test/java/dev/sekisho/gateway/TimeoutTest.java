package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.Client.Reply;
import dev.sekisho.model.http.ForwardPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Nobody waits forever.
class TimeoutTest {

    private static final Duration SHORT = Duration.ofMillis(300);
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ForwardPolicy HASTY = new ForwardPolicy(LONG, SHORT, LONG, 3, 0);
    private static final ClientTimeouts PATIENT =
            new ClientTimeouts(LONG, LONG, LONG, LONG, LONG, SHORT);

    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(Gateway.settings(waiting(PATIENT)));
    }

    /// Only what a test is about is short, so that a busy machine changes nothing.
    private void with(ClientTimeouts timeouts) throws IOException {
        gateway.close();
        gateway = new Gateway(Gateway.settings(waiting(timeouts)));
    }

    private static ClientSettings waiting(ClientTimeouts timeouts) {
        ClientSettings usual = ClientSettings.DEFAULT;
        return new ClientSettings(
                timeouts, usual.requestsPerConnection(), usual.trustedProxies(), usual.rates());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void aHeadThatDoesNotEndIsA408() throws IOException {
        with(new ClientTimeouts(Duration.ofSeconds(1), LONG, LONG, LONG, LONG, SHORT));
        try (Client client = gateway.connect().send("GET / HTTP/1.1\r\nHost: a\r\n")) {
            assertThat(client.read().status()).isEqualTo(408);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aConnectionWithoutARequestIsClosedWithoutAWord() throws IOException {
        with(new ClientTimeouts(Duration.ofSeconds(1), LONG, LONG, LONG, LONG, SHORT));
        try (Client client = gateway.connect()) {
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void anIdleConnectionIsClosed() throws IOException {
        with(new ClientTimeouts(LONG, LONG, LONG, SHORT, LONG, SHORT));
        try (Origin pod = Origin.saying("hello");
                Client client = gateway.serving(pod).connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(200);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aBodyThatDoesNotComeIsA408() throws IOException {
        with(new ClientTimeouts(LONG, SHORT, LONG, LONG, LONG, SHORT));
        try (Origin pod = Origin.saying("hello");
                Client client = gateway.serving(pod).connect()) {
            client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 9\r\n\r\nx");

            assertThat(client.read().status()).isEqualTo(408);
            await().until(() -> pod.ended() == 1);
        }
    }

    @Test
    void aPodThatDoesNotAnswerIsA504() throws IOException {
        try (Origin pod = Origin.scripted(talk -> talk.in().readAllBytes());
                Client client = gateway.serving(HASTY, Gateway.endpoints(pod)).connect()) {
            Reply reply = client.get("/").read();

            assertThat(reply.status()).isEqualTo(504);
            assertThat(reply.names("Connection")).isFalse();
            await().until(() -> pod.ended() == 1);
        }
    }

    @Test
    void aPodThatStopsInTheMiddleIsACut() throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nx");
                            talk.in().readAllBytes();
                        });
                Client client = gateway.serving(HASTY, Gateway.endpoints(pod)).connect()) {
            client.get("/").readHead();

            assertThatThrownBy(() -> assertThat(client.in().readNBytes(9)).hasSize(9))
                    .isInstanceOfAny(IOException.class, AssertionError.class);
        }
    }

    @Test
    void aPodIsNotLateWhileTheClientDoesNotReadItsAnswer() throws IOException {
        byte[] block = new byte[64 << 10];
        AtomicInteger written = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n");
                            while (true) {
                                talk.socket().getOutputStream().write(block);
                                written.incrementAndGet();
                            }
                        });
                Client client = gateway.serving(HASTY, Gateway.endpoints(pod)).connect()) {
            client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 2\r\n\r\na");
            client.readHead();
            await().until(() ->
                    written.get() > 0 && seen.getAndSet(written.get()) == written.get());

            client.send("b");

            await().during(Duration.ofSeconds(2)).until(() -> pod.ended() == 0);
        }
    }

    @Test
    void aClientThatReadsNothingIsLeft() throws IOException {
        with(new ClientTimeouts(LONG, LONG, SHORT, LONG, LONG, SHORT));
        byte[] block = new byte[64 << 10];
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n");
                            while (true) {
                                talk.socket().getOutputStream().write(block);
                            }
                        });
                Client client = gateway.serving(pod).connect()) {
            client.get("/").readHead();

            await().until(() -> pod.ended() == 1);
            await().until(() -> gateway.plane().openConnections() == 0);
        }
    }
}
