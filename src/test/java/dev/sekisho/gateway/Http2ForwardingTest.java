package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.FrameClient.Answer;
import dev.sekisho.gateway.FrameClient.Frame;
import dev.sekisho.model.http.ForwardPolicy;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests over HTTP/2 to pods that speak HTTP/1.1.
class Http2ForwardingTest {

    private static final int NO_ERROR = 0;
    private static final int REFUSED_STREAM = 7;

    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(Gateway.settings());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private FrameClient connect() throws IOException {
        return FrameClient.connect(gateway.port());
    }

    private static Origin echoing(AtomicReference<String> seen) throws IOException {
        return Origin.scripted(talk -> {
            for (String r = talk.readRequest(); r != null; r = talk.readRequest()) {
                seen.set(r);
                talk.send(Origin.ok("hello"));
            }
        });
    }

    /// At most ten bytes.
    private static ForwardPolicy small() {
        ForwardPolicy usual = ForwardPolicy.DEFAULT;
        return new ForwardPolicy(usual.connect(), usual.read(), usual.send(), 3, 10);
    }

    private void refusesWhatIsTooLarge() throws IOException {
        try (FrameClient client = connect()) {
            client.headers(1, 0, FrameClient.request("POST", "/"));
            client.data(1, "12345678", 0);
            client.data(1, "901", FrameClient.END_STREAM);
            assertThat(client.answer(1).status()).isEqualTo(413);
        }
    }

    @Test
    void aBodyWithoutALengthMayNotBeTooLargeForPodsOfHttp11() throws IOException {
        try (Origin pod = Origin.scripted(talk -> talk.in().readAllBytes())) {
            gateway.serving(small(), List.of(pod.endpoint()));
            refusesWhatIsTooLarge();
        }
    }

    @Test
    void aBodyWithoutALengthMayNotBeTooLargeForPodsOfHttp2() throws IOException {
        try (Http2Pod pod = Http2Pod.answering((request, talk) -> {})) {
            gateway.servingHttp2(small(), List.of(pod.endpoint()));
            refusesWhatIsTooLarge();
        }
    }

    @Test
    void aRequestReachesThePodAsTheSameInHttp11() throws IOException {
        AtomicReference<String> seen = new AtomicReference<>();
        try (Origin pod = echoing(seen);
                FrameClient client = connect()) {
            gateway.serving(pod);
            client.get(
                    1, "/a//b?c", "x-one", "1", "cookie", "a=1", "cookie", "b=2", "te", "trailers");
            Answer answer = client.answer(1);

            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.head().get("server")).hasToString("sekisho");
            assertThat(answer.head().contains("connection")).isFalse();
            assertThat(seen.get())
                    .startsWith("GET /a/b?c HTTP/1.1\r\nhost: shop.test\r\nx-one: 1\r\n")
                    .contains("\r\ncookie: a=1; b=2\r\n")
                    .contains("\r\nX-Forwarded-Proto: http\r\n")
                    .contains("\r\nX-Forwarded-For: 127.0.0.1\r\n")
                    .contains("\r\nX-Request-ID: ")
                    .doesNotContain("te: ");
        }
    }

    @Test
    void aBodyWithoutALengthGoesOnInChunksAndItsTrailersWithIt() throws IOException {
        AtomicReference<String> seen = new AtomicReference<>();
        try (Origin pod = echoing(seen);
                FrameClient client = connect()) {
            gateway.serving(pod);
            client.headers(1, 0, FrameClient.request("POST", "/"));
            client.data(1, "hello ", 0);
            client.data(1, "world", 0);
            client.headers(1, FrameClient.END_STREAM, "grpc-status", "0", "content-length", "9");

            assertThat(client.answer(1).status()).isEqualTo(200);
            assertThat(seen.get())
                    .contains("\r\nTransfer-Encoding: chunked\r\n")
                    .containsPattern(
                            "\r\n\r\n(6\r\nhello \r\n5\r\nworld|b\r\nhello world)\r\n"
                                    + "0\r\ngrpc-status: 0\r\n\r\n$");
        }
    }

    @Test
    void aBodyWithALengthGoesOnWithIt() throws IOException {
        AtomicReference<String> seen = new AtomicReference<>();
        try (Origin pod = echoing(seen);
                FrameClient client = connect()) {
            gateway.serving(pod);
            client.headers(1, 0, FrameClient.request("POST", "/", "content-length", "5"));
            client.data(1, "hello", FrameClient.END_STREAM);

            assertThat(client.answer(1).status()).isEqualTo(200);
            assertThat(seen.get())
                    .contains("\r\nContent-Length: 5\r\n")
                    .doesNotContain("chunked")
                    .endsWith("\r\n\r\nhello");
        }
    }

    @Test
    void chunksOfThePodLoseTheirFramingAndKeepTheirTrailers() throws IOException {
        String head = "HTTP/1.1 200 OK\r\nTransfer-Encoding: chunked\r\nTrailer: X-Sum\r\n\r\n";
        String body = "5\r\nhello\r\n0\r\nX-Sum: 7\r\nContent-Length: 9\r\n\r\n";
        try (Origin pod = Origin.answering(head + body);
                FrameClient client = connect()) {
            gateway.serving(pod);
            client.get(1, "/");
            Answer answer = client.answer(1);

            assertThat(answer.body()).isEqualTo("hello");
            assertThat(answer.head().contains("transfer-encoding")).isFalse();
            assertThat(answer.head().get("trailer")).hasToString("X-Sum");
            assertThat(answer.trailers().get("x-sum")).hasToString("7");
            assertThat(answer.trailers().contains("content-length")).isFalse();
        }
    }

    @Test
    void answersWithoutABodyEndWithTheirHead() throws IOException {
        String[] heads = {
            "204 No Content\r\n",
            "304 Not Modified\r\nContent-Length: 7\r\n",
            "200 OK\r\nContent-Length: 0\r\n"
        };
        for (String head : heads) {
            try (Origin pod = Origin.answering("HTTP/1.1 " + head + "\r\n");
                    FrameClient client = connect()) {
                gateway.serving(pod);
                client.get(1, "/");
                assertThat(client.headOnly(1).status()).hasToString(head.substring(0, 3));
            }
        }
    }

    @Test
    void aHeadOfHeadKeepsItsLengthAndHasNoBody() throws IOException {
        try (Origin pod = Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 7\r\n\r\n");
                FrameClient client = connect()) {
            gateway.serving(pod);
            client.headers(1, FrameClient.END_STREAM, FrameClient.request("HEAD", "/"));
            assertThat(client.headOnly(1).get("content-length")).hasToString("7");
        }
    }

    @Test
    void interimAnswersComeFirst() throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 100 Continue\r\n\r\n");
                            talk.in().readNBytes("5\r\nhello\r\n0\r\n\r\n".length());
                            talk.send(Origin.ok("done"));
                        });
                FrameClient client = connect()) {
            gateway.serving(pod);
            client.headers(1, 0, FrameClient.request("POST", "/", "expect", "100-continue"));
            Http2Headers interim = client.decode(client.await(FrameClient.HEADERS, 1));
            assertThat(interim.status()).hasToString("100");
            client.data(1, "hello", FrameClient.END_STREAM);
            assertThat(client.answer(1).body()).isEqualTo("done");
        }
    }

    @Test
    void manyStreamsShareTheConnection() throws IOException {
        try (Origin pod = Origin.saying("hello");
                FrameClient client = connect()) {
            gateway.serving(pod);
            for (int id = 1; id < 201; id += 2) {
                client.get(id, "/" + id);
            }
            int ended = 0;
            while (ended < 100) {
                ended += client.await(Frame::ends).type() == FrameClient.DATA ? 1 : 0;
            }
            assertThat(pod.heads()).hasSize(100);
        }
    }

    @Test
    void anEarlyAnswerAsksTheClientToStop() throws IOException {
        try (FrameClient client = connect()) {
            client.headers(1, 0, FrameClient.request("POST", "/"));
            assertThat(client.answer(1).status()).isEqualTo(404);
            assertThat(client.await(FrameClient.RESET, 1).number()).isEqualTo(NO_ERROR);
            client.data(1, "late", FrameClient.END_STREAM);
            client.get(3, "/");
            assertThat(client.answer(3).status()).isEqualTo(404);
        }
    }

    @Test
    void aResetOfTheClientEndsTheWorkOfThePod() throws Exception {
        CountDownLatch asked = new CountDownLatch(1);
        CountDownLatch gone = new CountDownLatch(1);
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            asked.countDown();
                            if (talk.readHead() == null) {
                                gone.countDown();
                            }
                        });
                FrameClient client = connect()) {
            gateway.serving(pod);
            client.get(1, "/");
            asked.await();
            client.number(FrameClient.RESET, 1, 8);
            gone.await();
        }
    }

    @Test
    void aCutResponseResetsItsStreamAlone() throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhell");
                            talk.reset();
                        });
                FrameClient client = connect()) {
            gateway.serving(pod);
            client.get(1, "/");
            assertThat(client.await(FrameClient.RESET, 1).number()).isEqualTo(2);
            client.ping(7);
            assertThat(client.await(FrameClient.PING, 0).flags()).isEqualTo(FrameClient.ACK);
        }
    }

    @Test
    void oneStreamMoreThanAgreedIsRefused() throws IOException {
        try (Origin silent = Origin.scripted(talk -> talk.in().readAllBytes());
                FrameClient client = connect()) {
            gateway.serving(silent);
            for (int i = 0; i < 129; i++) {
                client.get(2 * i + 1, "/");
            }
            assertThat(client.await(FrameClient.RESET, 257).number()).isEqualTo(REFUSED_STREAM);
        }
    }

    @Test
    void aRefusedRequestLeavesTheConnectionOpen() throws IOException {
        try (FrameClient client = connect()) {
            client.get(1, "/a/%2e%2e/%2e%2e/b");
            assertThat(client.answer(1).status()).isEqualTo(400);
            client.get(3, "/" + "a".repeat(9000));
            assertThat(client.answer(3).status()).isEqualTo(414);
            String[] crumbs = new String[2 * 257];
            for (int i = 0; i < crumbs.length; i += 2) {
                crumbs[i] = "cookie";
                crumbs[i + 1] = "a=b";
            }
            client.get(5, "/", crumbs);
            assertThat(client.answer(5).status()).isEqualTo(431);
            String[] many = new String[2 * 101];
            Arrays.fill(many, "x");
            client.get(7, "/", many);
            assertThat(client.answer(7).status()).isEqualTo(431);
        }
    }

    @Test
    void headsOfOtherLettersAreTheRulesOfHttp11() throws IOException {
        try (FrameClient client = connect()) {
            client.headers(
                    1,
                    FrameClient.END_STREAM,
                    ":method",
                    "GET",
                    ":scheme",
                    "http",
                    ":path",
                    "/",
                    ":authority",
                    "a.test",
                    "host",
                    "b.test");
            assertThat(client.answer(1).status()).isEqualTo(400);
            client.headers(
                    3, FrameClient.END_STREAM, ":method", "GET", ":scheme", "http", ":path", "/");
            assertThat(client.answer(3).status()).isEqualTo(400);
            client.headers(
                    5, FrameClient.END_STREAM, ":method", "CONNECT", ":authority", "a.test:443");
            assertThat(client.answer(5).status()).isEqualTo(501);
            client.headers(
                    7,
                    FrameClient.END_STREAM,
                    FrameClient.request("TRACE".toLowerCase(Locale.ROOT), "/"));
            assertThat(client.answer(7).status()).isEqualTo(501);
        }
    }

    @Test
    void aDrainIsAnnouncedAndWhatComesMeanwhileServed() throws Exception {
        try (Origin pod = Origin.saying("hello");
                FrameClient client = connect()) {
            gateway.serving(pod);
            client.get(1, "/");
            client.answer(1);
            var drained = gateway.plane().drain(Duration.ofSeconds(20));
            Frame first = client.await(FrameClient.GOAWAY, 0);
            assertThat(first.lastStream()).isEqualTo(Integer.MAX_VALUE);
            client.get(3, "/");
            assertThat(client.answer(3).body()).isEqualTo("hello");
            Frame last = client.goAway();
            assertThat(last.lastStream()).isEqualTo(3);
            assertThat(last.number()).isEqualTo(NO_ERROR);
            await().until(() -> drained.toCompletableFuture().isDone());
        }
    }
}
