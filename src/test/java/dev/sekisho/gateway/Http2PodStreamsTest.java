package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.FrameClient.Frame;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.RouteAction;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Connections to pods that speak HTTP/2, and the streams on them.
class Http2PodStreamsTest {

    private static final int CANCEL = 8;

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

    @Test
    void requestsShareAConnectionAndBalanceOneByOne() throws IOException {
        try (Http2Pod one = Http2Pod.saying("one");
                Http2Pod two = Http2Pod.saying("two")) {
            gateway.servingHttp2(one, two);
            try (FrameClient client = connect()) {
                List<String> bodies = new ArrayList<>();
                for (int i = 0; i < 20; i++) {
                    client.get(2 * i + 1, "/");
                    bodies.add(client.answer(2 * i + 1).body());
                }
                assertThat(bodies).filteredOn("one"::equals).hasSize(10);
                assertThat(bodies).filteredOn("two"::equals).hasSize(10);
                assertThat(one.connections()).isEqualTo(1);
                assertThat(two.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void aClientThatGivesUpCancelsThePodsStream() throws IOException {
        CountDownLatch came = new CountDownLatch(1);
        AtomicReference<Frame> reset = new AtomicReference<>();
        try (Http2Pod pod =
                Http2Pod.scripted(talk -> {
                    Http2Pod.Request request = Http2Pod.request(talk);
                    came.countDown();
                    reset.set(talk.await(FrameClient.RESET, request.stream()));
                })) {
            gateway.servingHttp2(pod);
            try (FrameClient client = connect()) {
                client.get(1, "/");
                Origin.awaited(came);
                client.number(FrameClient.RESET, 1, CANCEL);
                await().untilAsserted(() -> assertThat(reset.get()).isNotNull());
                assertThat(reset.get().number()).isEqualTo(CANCEL);
            }
        }
    }

    /// A code that is about the pod's connection, or says that nothing was done, is not the
    /// client's.
    @ParameterizedTest
    @CsvSource({
        "CANCEL, CANCEL",
        "ENHANCE_YOUR_CALM, ENHANCE_YOUR_CALM",
        "REFUSED_STREAM, INTERNAL_ERROR",
        "PROTOCOL_ERROR, INTERNAL_ERROR"
    })
    void aPodThatResetsItsStreamResetsTheClients(Http2Error said, Http2Error heard)
            throws IOException {
        try (Http2Pod pod =
                Http2Pod.answering((request, talk) -> {
                    talk.headers(request.stream(), 0, ":status", "200");
                    talk.data(request.stream(), "half", 0);
                    talk.number(FrameClient.RESET, request.stream(), (int) said.code());
                })) {
            gateway.servingHttp2(pod);
            try (FrameClient client = connect()) {
                client.get(1, "/");
                assertThat(client.await(FrameClient.RESET, 1).number())
                        .isEqualTo((int) heard.code());
            }
        }
    }

    @Test
    void aPodThatSpeaksHttp11IsNoPod() throws IOException {
        try (Origin pod =
                Origin.scripted(talk -> {
                    talk.send("HTTP/1.1 400 Bad Request\r\nContent-Length: 0\r\n\r\n");
                })) {
            gateway.serving(
                    List.of(),
                    new RouteAction.Forward(Gateway.SHOP_H2C, ForwardPolicy.DEFAULT),
                    Gateway.endpoints(pod));
            try (Client client = gateway.connect().get("/")) {
                assertThat(client.read().status()).isEqualTo(502);
            }
        }
    }

    @Test
    void aSlowClientHoldsItsOwnStreamOnly() throws IOException {
        AtomicInteger given = new AtomicInteger();
        try (Http2Pod pod =
                Http2Pod.scripted(talk -> {
                    while (true) {
                        Http2Pod.Request request = Http2Pod.request(talk);
                        if (request.field(":path").equals("/large")) {
                            talk.headers(request.stream(), 0, ":status", "200");
                            given.addAndGet(flood(talk, request.stream()));
                        } else {
                            Http2Pod.say(talk, request.stream(), "small");
                        }
                    }
                })) {
            gateway.servingHttp2(pod);
            try (FrameClient client = connect()) {
                client.settings(4, 1000);
                client.get(1, "/large");
                client.await(FrameClient.DATA, 1);
                client.get(3, "/small");
                assertThat(client.answer(3).body()).isEqualTo("small");
                assertThat(given.get()).isEqualTo(65_535);
            }
        }
    }

    /// Sends as much as the first window of a stream takes.
    private static int flood(FrameClient talk, int stream) throws IOException {
        int left = 65_535;
        while (left > 0) {
            int size = Math.min(left, 16_000);
            talk.data(stream, "x".repeat(size), 0);
            left -= size;
        }
        return 65_535;
    }

    @Test
    void aBodyWaitsForThePodsWindow() throws IOException {
        AtomicInteger received = new AtomicInteger();
        AtomicInteger overrun = new AtomicInteger();
        try (Http2Pod pod =
                Http2Pod.scripted(
                        talk -> {
                            Frame head = talk.await(f -> f.type() == FrameClient.HEADERS);
                            int window = 10_000;
                            Frame frame = head;
                            while (!frame.ends()) {
                                frame = talk.await(FrameClient.DATA, head.stream());
                                window -= frame.length();
                                received.addAndGet(frame.length());
                                overrun.addAndGet(Math.min(0, window));
                                if (window == 0) {
                                    window = 10_000;
                                    talk.number(FrameClient.WINDOW_UPDATE, head.stream(), 10_000);
                                    talk.number(FrameClient.WINDOW_UPDATE, 0, 10_000);
                                }
                            }
                            Http2Pod.say(talk, head.stream(), "" + received.get());
                        },
                        4,
                        10_000)) {
            gateway.servingHttp2(pod);
            try (Client client = gateway.connect()) {
                client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 200000\r\n\r\n");
                client.send("x".repeat(200_000));
                assertThat(client.read().body()).isEqualTo("200000");
                assertThat(overrun).hasValue(0);
            }
        }
    }

    @Test
    void aPodThatSaysNothingIsGivenUpAndAskedWhetherItIsThere() throws IOException {
        ForwardPolicy hasty =
                new ForwardPolicy(
                        Duration.ofSeconds(1), Duration.ofMillis(200), Duration.ofSeconds(1), 1, 0);
        CountDownLatch asked = new CountDownLatch(1);
        try (Http2Pod pod =
                Http2Pod.scripted(talk -> {
                    Http2Pod.request(talk);
                    talk.await(f -> f.type() == FrameClient.PING);
                    asked.countDown();
                    while (talk.read() != null) {}
                })) {
            gateway.servingHttp2(hasty, pod);
            try (Client client = gateway.connect().get("/")) {
                assertThat(client.read().status()).isEqualTo(504);
                Origin.awaited(asked);
            }
        }
    }

    @Test
    void anIdleConnectionToAPodThatIsRemovedEnds() throws IOException {
        try (Http2Pod before = Http2Pod.saying("before");
                Http2Pod after = Http2Pod.saying("after");
                Client client = gateway.servingHttp2(before).connect()) {
            assertThat(client.get("/").read().body()).isEqualTo("before");
            gateway.servingHttp2(after);
            await().untilAsserted(() -> assertThat(before.ended()).isEqualTo(1));
            assertThat(client.get("/").read().body()).isEqualTo("after");
        }
    }

    @Test
    void whatAPodIsDoingWhenItIsRemovedItFinishes() throws IOException {
        CountDownLatch came = new CountDownLatch(1);
        CountDownLatch removed = new CountDownLatch(1);
        try (Http2Pod before =
                        Http2Pod.answering((request, talk) -> {
                            came.countDown();
                            Origin.awaited(removed);
                            Http2Pod.say(talk, request.stream(), "before");
                        });
                Http2Pod after = Http2Pod.saying("after");
                Client client = gateway.servingHttp2(before).connect().get("/")) {
            Origin.awaited(came);
            gateway.servingHttp2(after);
            removed.countDown();
            assertThat(client.read().body()).isEqualTo("before");
            await().untilAsserted(() -> assertThat(before.ended()).isEqualTo(1));
        }
    }

    @Test
    void aFloodOfAPodEndsItsConnection() throws IOException {
        AtomicInteger sent = new AtomicInteger();
        try (Http2Pod pod =
                Http2Pod.scripted(talk -> {
                    Http2Pod.request(talk);
                    for (int i = 0; i < 10_000; i++) {
                        talk.settings();
                        sent.incrementAndGet();
                    }
                    while (talk.read() != null) {}
                })) {
            gateway.servingHttp2(pod);
            try (Client client = gateway.connect()) {
                client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 0\r\n\r\n");
                assertThat(client.read().status()).isEqualTo(502);
                await().untilAsserted(() -> assertThat(pod.ended()).isEqualTo(1));
            }
        }
    }
}
