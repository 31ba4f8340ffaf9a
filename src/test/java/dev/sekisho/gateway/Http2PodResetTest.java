package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.FrameClient.Frame;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.http.RetryPolicy;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Streams and connections that pods end before they have answered.
class Http2PodResetTest {

    private static final int NO_ERROR = 0;
    private static final int INTERNAL_ERROR = 2;
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

    /// The pod is there, so that nothing is asked of it on another connection.
    @Test
    void aStreamThatThePodResetsIsNotTriedAsOneOfAStaleConnection() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (Http2Pod pod =
                        Http2Pod.answering((request, talk) -> {
                            requests.incrementAndGet();
                            talk.number(FrameClient.RESET, request.stream(), INTERNAL_ERROR);
                        });
                Client client = gateway.servingHttp2(pod).connect()) {
            for (int i = 0; i < 10; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(502);
            }
            assertThat(requests).hasValue(10);
            assertThat(pod.connections()).isEqualTo(1);
        }
    }

    @Test
    void aStreamThatWeResetForItsPodIsNotTriedAsOneOfAStaleConnection() throws IOException {
        try (Http2Pod pod =
                        Http2Pod.answering((request, talk) ->
                                talk.number(FrameClient.WINDOW_UPDATE, request.stream(), 0));
                Client client = gateway.servingHttp2(pod).connect()) {
            for (int i = 0; i < 3; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(502);
            }
            assertThat(pod.connections()).isEqualTo(1);
        }
    }

    @Test
    void whatThePodRefusedGoesElsewhereEvenIfItIsNotIdempotent() throws IOException {
        try (Http2Pod refusing =
                        Http2Pod.answering((request, talk) ->
                                talk.number(FrameClient.RESET, request.stream(), REFUSED_STREAM));
                Http2Pod serving =
                        Http2Pod.answering((request, talk) ->
                                Http2Pod.say(talk, request.stream(), request.body()))) {
            gateway.servingHttp2(refusing, serving);
            try (Client client = gateway.connect()) {
                for (int i = 0; i < 6; i++) {
                    client.send(
                            "POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 3\r\n\r\nabc");
                    Client.Reply reply = client.read();
                    assertThat(reply.status()).isEqualTo(200);
                    assertThat(reply.body()).isEqualTo("abc");
                }
            }
        }
    }

    @Test
    void whatTheOnlyPodRefusedItIsAskedForOnceMore() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (Http2Pod pod =
                        Http2Pod.answering((request, talk) -> {
                            if (requests.incrementAndGet() == 1) {
                                talk.number(FrameClient.RESET, request.stream(), REFUSED_STREAM);
                            } else {
                                Http2Pod.say(talk, request.stream(), request.body());
                            }
                        });
                Client client = gateway.servingHttp2(pod).connect()) {
            client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 3\r\n\r\nabc");
            assertThat(client.read().body()).isEqualTo("abc");
            assertThat(pod.connections()).isEqualTo(1);
        }
    }

    @Test
    void aPodThatRefusesEveryStreamIsAskedTwiceForEach() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        ForwardPolicy untiring = ForwardPolicy.DEFAULT.with(RetryPolicy.DEFAULT.withTries(0));
        try (Http2Pod pod =
                        Http2Pod.answering((request, talk) -> {
                            requests.incrementAndGet();
                            talk.number(FrameClient.RESET, request.stream(), REFUSED_STREAM);
                        });
                Client client = gateway.servingHttp2(untiring, pod).connect()) {
            for (int i = 1; i <= 3; i++) {
                assertThat(client.get("/").read().status()).isEqualTo(502);
                assertThat(requests).hasValue(2 * i);
            }
            assertThat(pod.connections()).isEqualTo(1);
        }
    }

    @Test
    void whatComesAfterTheLastStreamOfGoAwayGoesToAnotherConnection() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (Http2Pod pod =
                Http2Pod.scripted(talk -> {
                    if (connections.incrementAndGet() == 1) {
                        Http2Pod.request(talk);
                        talk.frame(FrameClient.GOAWAY, 0, 0, new byte[8]);
                        while (talk.read() != null) {}
                        return;
                    }
                    while (true) {
                        Http2Pod.say(talk, Http2Pod.request(talk).stream(), "again");
                    }
                })) {
            gateway.servingHttp2(pod);
            try (Client client = gateway.connect()) {
                client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 3\r\n\r\nabc");
                assertThat(client.read().body()).isEqualTo("again");
                await().untilAsserted(() -> assertThat(pod.ended()).isEqualTo(1));
            }
        }
    }

    @Test
    void aGracefulGoAwayFailsNothing() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (Http2Pod pod =
                Http2Pod.scripted(talk -> {
                    connections.incrementAndGet();
                    Http2Pod.Request request = Http2Pod.request(talk);
                    talk.frame(
                            FrameClient.GOAWAY,
                            0,
                            0,
                            new byte[] {0, 0, 0, (byte) request.stream(), 0, 0, 0, 0});
                    Http2Pod.say(talk, request.stream(), "last");
                    while (talk.read() != null) {}
                })) {
            gateway.servingHttp2(pod);
            try (Client client = gateway.connect()) {
                for (int i = 0; i < 3; i++) {
                    assertThat(client.get("/").read().body()).isEqualTo("last");
                }
                assertThat(connections).hasValue(3);
            }
        }
    }

    /// First it says that it will go, then which streams it has taken.
    @Test
    void aGoAwayInTwoStepsFailsNothing() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (Gateway oneLoop = new Gateway(Gateway.settings(), new EpollEventLoopGroup(1));
                Http2Pod pod =
                        Http2Pod.scripted(talk -> {
                            if (connections.incrementAndGet() > 1) {
                                answerAll(talk, "second");
                                return;
                            }
                            talk.await(FrameClient.HEADERS, 1);
                            talk.await(FrameClient.HEADERS, 3);
                            goAway(talk, Integer.MAX_VALUE);
                            goAway(talk, 1);
                            Http2Pod.say(talk, 1, "first");
                            while (talk.read() != null) {}
                        });
                FrameClient client = FrameClient.connect(oneLoop.port())) {
            oneLoop.servingHttp2(pod);
            client.headers(1, FrameClient.END_STREAM, FrameClient.request("POST", "/"));
            client.headers(3, FrameClient.END_STREAM, FrameClient.request("POST", "/"));
            Map<Integer, String> bodies = new HashMap<>();
            while (bodies.size() < 2) {
                Frame data = client.await(f -> f.type() == FrameClient.DATA && f.length() > 0);
                bodies.put(data.stream(), data.text());
            }
            assertThat(bodies).containsEntry(1, "first").containsEntry(3, "second");
            await().untilAsserted(() -> assertThat(pod.ended()).isEqualTo(1));
        }
    }

    private static void goAway(FrameClient talk, int last) throws IOException {
        byte[] payload = ByteBuffer.allocate(8).putInt(last).putInt(NO_ERROR).array();
        talk.frame(FrameClient.GOAWAY, FrameClient.NO_FLAGS, 0, payload);
    }

    private static void answerAll(FrameClient talk, String text) throws IOException {
        while (true) {
            Http2Pod.say(talk, Http2Pod.request(talk).stream(), text);
        }
    }

    /// As RFC 9113 8.1 lets a server do that needs no more of the body.
    @Test
    void anAnswerBeforeTheBodyIsWholeIsOneAndItsConnectionGoesOn() throws IOException {
        try (Http2Pod pod =
                        Http2Pod.scripted(talk -> {
                            int id = talk.await(f -> f.type() == FrameClient.HEADERS).stream();
                            talk.headers(id, FrameClient.NO_FLAGS, ":status", "413");
                            talk.data(id, "too much", FrameClient.END_STREAM);
                            talk.number(FrameClient.RESET, id, NO_ERROR);
                            answerAll(talk, "next");
                        });
                FrameClient client = FrameClient.connect(gateway.port())) {
            gateway.servingHttp2(pod);
            client.headers(1, FrameClient.NO_FLAGS, FrameClient.request("POST", "/"));
            client.data(1, "begun", FrameClient.NO_FLAGS);
            FrameClient.Answer early = client.answer(1);
            assertThat(early.status()).isEqualTo(413);
            assertThat(early.body()).isEqualTo("too much");
            assertThat(client.await(FrameClient.RESET, 1).number()).isEqualTo(NO_ERROR);
            client.get(3, "/");
            assertThat(client.answer(3).body()).isEqualTo("next");
            assertThat(pod.connections()).isEqualTo(1);
        }
    }

    @Test
    void aConnectionThatHadBeenClosedIsReplaced() throws IOException {
        AtomicInteger connections = new AtomicInteger();
        try (Http2Pod pod =
                        Http2Pod.scripted(talk -> {
                            String name = "connection " + connections.incrementAndGet();
                            Http2Pod.say(talk, Http2Pod.request(talk).stream(), name);
                            Http2Pod.request(talk);
                        });
                Client client = gateway.servingHttp2(pod).connect()) {
            assertThat(client.get("/").read().body()).isEqualTo("connection 1");
            assertThat(client.get("/").read().body()).isEqualTo("connection 2");
            await().untilAsserted(() -> assertThat(pod.ended()).isEqualTo(1));
        }
    }
}
