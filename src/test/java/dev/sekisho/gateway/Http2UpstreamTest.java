package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.FrameClient.Answer;
import dev.sekisho.model.http.BodyPolicy;
import dev.sekisho.model.http.ForwardPolicy;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicReference;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Requests to pods that speak HTTP/2, from clients of both versions.
@SuppressWarnings("StringConcatToTextBlock") // Lines of HTTP/1.1 end with CR LF.
class Http2UpstreamTest {

    private static final int CANCEL = 8;
    private static final int MAX_STREAMS = 3;

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

    private static Http2Pod echoing(AtomicReference<Http2Pod.Request> seen) throws IOException {
        return Http2Pod.answering((request, talk) -> {
            seen.set(request);
            Http2Pod.say(talk, request.stream(), "hello");
        });
    }

    @Test
    void aRequestOfHttp11ReachesThePodAsTheSame() throws IOException {
        AtomicReference<Http2Pod.Request> seen = new AtomicReference<>();
        try (Http2Pod pod = echoing(seen);
                Client client = gateway.servingHttp2(pod).connect()) {
            client.send(
                    "GET /a?b HTTP/1.1\r\nHost: shop.test\r\nX-One: 1\r\nTE: trailers\r\n"
                            + "Connection: TE, X-Two\r\nX-Two: 2\r\nKeep-Alive: 5\r\n\r\n");
            Client.Reply reply = client.read();

            assertThat(reply.status()).isEqualTo(200);
            assertThat(reply.body()).isEqualTo("hello");
            assertThat(reply.has("x-pod: h2")).isTrue();
            Http2Pod.Request request = seen.get();
            assertThat(request.field(":method")).isEqualTo("GET");
            assertThat(request.field(":path")).isEqualTo("/a?b");
            assertThat(request.field(":scheme")).isEqualTo("http");
            assertThat(request.field(":authority")).isEqualTo("shop.test");
            assertThat(request.field("x-one")).isEqualTo("1");
            assertThat(request.field("x-forwarded-host")).isEqualTo("shop.test");
            assertThat(request.head().names().stream().map(CharSequence::toString))
                    .doesNotContain("host", "connection", "keep-alive", "x-two", "upgrade")
                    .contains("x-forwarded-for", "x-request-id");
        }
    }

    @Test
    void aRequestOfHttp2ReachesThePodAsTheSame() throws IOException {
        AtomicReference<Http2Pod.Request> seen = new AtomicReference<>();
        try (Http2Pod pod = echoing(seen)) {
            gateway.servingHttp2(pod);
            try (FrameClient client = connect()) {
                client.get(1, "/", "te", "trailers", "cookie", "a=1", "cookie", "b=2");
                Answer answer = client.answer(1);

                assertThat(answer.status()).isEqualTo(200);
                assertThat(answer.body()).isEqualTo("hello");
                assertThat(seen.get().field("te")).isEqualTo("trailers");
                assertThat(seen.get().field("cookie")).isEqualTo("a=1; b=2");
            }
        }
    }

    @Test
    void bodiesAndTrailersGoBothWays() throws IOException {
        try (Http2Pod pod = trailing()) {
            gateway.servingHttp2(pod);
            try (FrameClient client = connect()) {
                client.headers(
                        1,
                        FrameClient.NO_FLAGS,
                        FrameClient.request("POST", "/", "trailer", "x-t"));
                client.data(1, "hello", FrameClient.NO_FLAGS);
                client.headers(1, FrameClient.END_STREAM, "x-t", "up");
                Answer answer = client.answer(1);

                assertThat(answer.body()).isEqualTo("hello up");
                assertThat(answer.trailers().get("x-t")).hasToString("down");
            }
            try (Client client = gateway.connect()) {
                client.send(
                        "POST / HTTP/1.1\r\nHost: shop.test\r\nTrailer: x-t\r\n"
                                + "Transfer-Encoding: chunked\r\nConnection: close\r\n\r\n"
                                + "5\r\nhello\r\n0\r\nx-t: up\r\n\r\n");
                assertThat(client.rest())
                        .containsIgnoringCase("transfer-encoding: chunked")
                        .endsWith("\r\n\r\n8\r\nhello up\r\n0\r\nx-t: down\r\n\r\n");
            }
        }
    }

    /// Says what it got, and the trailer of it, and sends one of its own.
    private static Http2Pod trailing() throws IOException {
        return Http2Pod.answering((request, talk) -> {
            int id = request.stream();
            String said = request.body() + " " + request.trailers().get("x-t");
            talk.headers(id, FrameClient.NO_FLAGS, ":status", "200");
            talk.data(id, said, FrameClient.NO_FLAGS);
            talk.headers(id, FrameClient.END_STREAM, "x-t", "down");
        });
    }

    @Test
    void trailersFollowABodyWithALength() throws IOException {
        try (Http2Pod pod =
                Http2Pod.answering((request, talk) -> {
                    int id = request.stream();
                    talk.headers(id, 0, ":status", "200", "content-length", "2");
                    talk.data(id, "ok", FrameClient.NO_FLAGS);
                    talk.headers(id, FrameClient.END_STREAM, "x-t", "down");
                })) {
            gateway.servingHttp2(pod);
            try (FrameClient client = connect()) {
                client.get(1, "/");
                Answer answer = client.answer(1);
                assertThat(answer.head().get("content-length")).hasToString("2");
                assertThat(answer.trailers().get("x-t")).hasToString("down");
            }
            try (Client client = gateway.connect().get("/").get("/")) {
                assertThat(client.read().body()).isEqualTo("ok");
                assertThat(client.read().body()).isEqualTo("ok");
            }
        }
    }

    @Test
    void aResponseThatIsOnlyAHeadStaysOne() throws IOException {
        try (Http2Pod pod =
                Http2Pod.answering((request, talk) ->
                        talk.headers(
                                request.stream(),
                                FrameClient.END_STREAM,
                                ":status",
                                "200",
                                "content-type",
                                "application/grpc",
                                "grpc-status",
                                "5"))) {
            gateway.servingHttp2(pod);
            try (FrameClient client = connect()) {
                client.get(1, "/");
                assertThat(client.headOnly(1).get("grpc-status")).hasToString("5");
            }
            try (Client client = gateway.connect().get("/")) {
                assertThat(client.read().body()).isEmpty();
            }
        }
    }

    @Test
    void answersToHeadAndInterimOnesAreUnderstood() throws IOException {
        try (Http2Pod pod =
                Http2Pod.answering((request, talk) -> {
                    talk.headers(request.stream(), 0, ":status", "103", "link", "</a>");
                    talk.headers(
                            request.stream(),
                            FrameClient.END_STREAM,
                            ":status",
                            "200",
                            "content-length",
                            "5");
                })) {
            gateway.servingHttp2(pod);
            try (Client client = gateway.connect()) {
                client.send("HEAD / HTTP/1.1\r\nHost: shop.test\r\nConnection: close\r\n\r\n");
                assertThat(client.rest())
                        .startsWith("HTTP/1.1 103")
                        .contains("HTTP/1.1 200")
                        .containsIgnoringCase("content-length: 5")
                        .endsWith("\r\n\r\n");
            }
        }
    }

    @Test
    void aBodyThatIsKeptWholeIsSentWithItsLength() throws IOException {
        AtomicReference<Http2Pod.Request> seen = new AtomicReference<>();
        ForwardPolicy whole =
                ForwardPolicy.DEFAULT.with(new BodyPolicy(BodyPolicy.Passing.WHOLE, 1 << 20));
        try (Http2Pod pod = echoing(seen);
                Client client = gateway.servingHttp2(whole, pod).connect()) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "5\r\nhello\r\n0\r\n\r\n");
            assertThat(client.read().body()).isEqualTo("hello");
            assertThat(seen.get().body()).isEqualTo("hello");
            assertThat(seen.get().field("content-length")).isEqualTo("5");
        }
    }

    @Test
    void aClientOfHttp10GetsABodyThatEndsWithItsConnection() throws IOException {
        try (Http2Pod pod = trailing();
                Client client = gateway.servingHttp2(pod).connect()) {
            client.send("GET / HTTP/1.0\r\nHost: shop.test\r\n\r\n");
            assertThat(client.rest()).endsWith("\r\n\r\n null");
        }
    }

    /// Many clients share few connections, and some give up: each answer goes to who asked.
    @Test
    void everyAnswerGoesToWhoAsked() throws Exception {
        Http2Pod.Answer echo =
                (request, talk) ->
                        Http2Pod.say(
                                talk, request.stream(), request.field(":path") + request.body());
        try (Http2Pod one = Http2Pod.mixing(echo);
                Http2Pod two = Http2Pod.mixing(echo, MAX_STREAMS, 3);
                ExecutorService clients = Executors.newVirtualThreadPerTaskExecutor()) {
            gateway.servingHttp2(one, two);
            List<Future<Integer>> all = new ArrayList<>();
            for (int i = 0; i < 8; i++) {
                String name = "client" + i;
                all.add(clients.submit(() -> askMuch(name)));
            }
            for (Future<Integer> client : all) {
                assertThat(client.get()).isGreaterThan(80);
            }
        }
    }

    private int askMuch(String name) throws IOException {
        int right = 0;
        try (FrameClient client = connect()) {
            for (int id = 1; id < 400; id += 4) {
                String path = "/" + name + "/" + id;
                client.headers(id, FrameClient.NO_FLAGS, FrameClient.request("POST", path));
                client.data(id, "body" + id, FrameClient.END_STREAM);
                right += client.answer(id).body().equals(path + "body" + id) ? 1 : -1000;
                client.get(id + 2, "/other");
                if (id % 20 == 1) {
                    client.number(FrameClient.RESET, id + 2, CANCEL);
                } else {
                    right += client.answer(id + 2).body().equals("/other") ? 0 : -1000;
                }
            }
        }
        return right;
    }
}
