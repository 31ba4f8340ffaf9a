package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.Client.Reply;
import java.io.IOException;
import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What a client gets of a pod's response, well-formed or not.
@SuppressWarnings("StringConcatToTextBlock") // Line ends are part of what is tested.
class ResponseTest {

    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(Gateway.settings());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    @Test
    void keepsThePodsFieldsAndDropsThoseOfOneHop() throws IOException {
        try (Origin pod =
                        Origin.answering(
                                "HTTP/1.1 201 Made It\r\nServer: pod\r\nDate: today\r\nX-A: 1\r\n"
                                        + "Connection: x-b\r\nX-B: 2\r\nKeep-Alive: 3\r\n"
                                        + "Upgrade: h2\r\nContent-Length: 2\r\nX-C: 3\r\n\r\nok");
                Client client = gateway.serving(pod).connect()) {
            Reply reply = client.get("/").read();

            assertThat(reply.head())
                    .isEqualTo(
                            "HTTP/1.1 201 Made It\r\nServer: pod\r\nDate: today\r\nX-A: 1\r\n"
                                    + "Content-Length: 2\r\nX-C: 3\r\n\r\n");
            assertThat(reply.body()).isEqualTo("ok");
        }
    }

    @Test
    void passesChunksAndTrailers() throws IOException {
        try (Origin pod =
                        Origin.answering(
                                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: x-t\r\n\r\n"
                                        + "3\r\nabc\r\n2;e\r\nde\r\n0\r\nx-t: 1\r\nserver: no\r\n\r\n");
                Client client = gateway.serving(pod).connect()) {
            for (int i = 0; i < 3; i++) {
                Reply reply = client.get("/").read();
                assertThat(reply.body()).isEqualTo("abcde[x-t: 1]");
                assertThat(reply.names("Trailer")).isTrue();
            }
            assertThat(pod.connections()).isEqualTo(1);

            client.send("GET / HTTP/1.0\r\nHost: shop.test\r\n\r\n");
            Reply old = client.read();
            assertThat(old.names("Transfer-Encoding")).isFalse();
            assertThat(old.body()).isEqualTo("abcde");
        }
    }

    @Test
    void framesABodyThatEndsWithTheConnection() throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.0 200 OK\r\n\r\nall ");
                            talk.send("of it");
                        });
                Client client = gateway.serving(pod).connect()) {
            Reply reply = client.get("/").read();
            assertThat(reply.head()).startsWith("HTTP/1.1 200 OK\r\n");
            assertThat(reply.body()).isEqualTo("all of it");

            assertThat(client.get("/").read().body()).isEqualTo("all of it");

            client.send("GET / HTTP/1.0\r\nHost: shop.test\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("all of it");
        }
    }

    private boolean hasAnIdleConnection() {
        String name = "sekisho_upstream_idle_connections";
        return Samples.of(gateway, name + "{0}") + Samples.of(gateway, name + "{1}") == 1;
    }

    @Test
    void knowsResponsesWithoutABody() throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            String head = talk.readHead();
                            while (head != null) {
                                String status = head.substring(head.indexOf('/') + 1);
                                talk.send(
                                        "HTTP/1.1 "
                                                + status.substring(0, 3)
                                                + " X\r\nContent-Length: 7\r\n\r\n");
                                head = talk.readHead();
                            }
                        });
                Client client = gateway.serving(pod).connect()) {
            client.send("HEAD /200 HTTP/1.1\r\nHost: shop.test\r\n\r\n");
            assertThat(client.readHeadOnly().has("Content-Length: 7")).isTrue();
            await().until(this::hasAnIdleConnection);
            assertThat(client.get("/304").read().has("Content-Length: 7")).isTrue();
            assertThat(pod.connections()).isEqualTo(1);
            assertThat(client.get("/204").read().names("Content-Length")).isFalse();
        }
    }

    @Test
    void passesInterimResponses() throws IOException {
        try (Origin pod =
                        Origin.answering(
                                "HTTP/1.1 103 Early Hints\r\nLink: </a>\r\n\r\n" + Origin.ok("x"));
                Client client = gateway.serving(pod).connect()) {
            Reply hints = client.get("/").read();
            assertThat(hints.status()).isEqualTo(103);
            assertThat(hints.has("Link: </a>")).isTrue();
            assertThat(client.read().body()).isEqualTo("x");

            client.send("GET / HTTP/1.0\r\nHost: shop.test\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(200);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 101 Switching Protocols\r\n\r\n",
                "HTTP/2.0 200 OK\r\n\r\n",
                "HTTP/1.1 20 OK\r\n\r\n",
                "HTTP/1.1 999 X\r\n\r\n",
                "HTTP/1.1 200 OK\n\n",
                "HTTP/1.1 200 OK\r\nA: b\nC: d\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA : b\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: b\r\n c\r\n\r\n",
                "HTTP/1.1 200 OK\r\nA: \u0000\r\n\r\n",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nContent-Length: 1\r\n\r\nx",
                "HTTP/1.1 200 OK\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: gzip\r\n\r\n",
                "HTTP/1.0 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                "SSH-2.0-OpenSSH\r\n"
            })
    void answers502ToWhatIsNoResponse(String response) throws IOException {
        try (Origin pod = Origin.answering(response);
                Client client = gateway.serving(pod).connect()) {
            Reply reply = client.get("/").read();

            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.body()).isEqualTo("502 Bad Gateway\n");
            await().until(() -> pod.ended() == 1);
        }
    }

    @Test
    void answers502ToAHeadWithoutEnd() throws IOException {
        try (Origin pod = Origin.answering("HTTP/1.1 200 OK\r\nA: " + "b".repeat(20_000));
                Client client = gateway.serving(pod).connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(502);
        }
    }

    @Test
    void neverReusesAConnectionWithBytesAfterTheResponse() throws IOException {
        try (Origin pod = Origin.answering(Origin.ok("one") + Origin.ok("two"));
                Client client = gateway.serving(pod).connect()) {
            assertThat(client.get("/").read().body()).isEqualTo("one");
            assertThat(client.get("/").read().body()).isEqualTo("one");
            assertThat(pod.connections()).isEqualTo(2);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "HTTP/1.1 200 OK\r\nContent-Length: 10\r\n\r\nhalf",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\n",
                "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\n\r\n4\r\nhalf\r\nX"
            })
    void letsTheClientSeeACut(String response) throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send(response);
                        });
                Client client = gateway.serving(pod).connect()) {
            client.get("/");

            assertThatThrownBy(client::read).isInstanceOf(IOException.class);
        }
    }

    @Test
    void endsAClosedBodyWithAResetWhenThePodReset() throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\n\r\nhalf");
                            talk.in().read();
                            talk.reset();
                        });
                Client client = gateway.serving(pod).connect()) {
            client.send("POST / HTTP/1.0\r\nHost: shop.test\r\nContent-Length: 2\r\n\r\n");
            client.readHead();
            client.send("x");

            assertThatThrownBy(client::rest).isInstanceOf(IOException.class);
        }
    }

    @Test
    void passesAnEarlyResponseAndEndsTheConnection() throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 403 No\r\nContent-Length: 2\r\n\r\nno");
                            talk.in().readAllBytes();
                        });
                Client client = gateway.serving(pod).connect()) {
            client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 100000\r\n\r\nx");

            Reply reply = client.read();
            assertThat(reply.status()).isEqualTo(403);
            assertThat(reply.has("Connection: close")).isTrue();
            assertThat(client.rest()).isEmpty();
            await().until(() -> pod.ended() == 1);
        }
    }

    @Test
    void slowsThePodDownForASlowClient() throws IOException {
        byte[] block = new byte[64 << 10];
        long total = 64L << 20;
        long[] written = new long[1];
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\nContent-Length: " + total + "\r\n\r\n");
                            while (written[0] < total) {
                                talk.socket().getOutputStream().write(block);
                                written[0] += block.length;
                            }
                        });
                Client client = gateway.serving(pod).connect()) {
            client.get("/").readHead();
            long[] seen = {-1};
            await().pollInterval(Duration.ofMillis(300))
                    .until(() -> {
                        boolean stalled = seen[0] == written[0];
                        seen[0] = written[0];
                        return stalled;
                    });
            assertThat(written[0]).isLessThan(total / 2);

            long read = 0;
            while (read < total) {
                int n = client.in().read(block);
                assertThat(n).isPositive();
                read += n;
            }
        }
    }
}
