package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/// What pods of HTTP/2 may not answer (RFC 9113 8): the client gets 502, the stream is reset, and
/// the connection goes on. Nothing of it can become a second message of HTTP/1.1.
class Http2ResponseRulesTest {

    private static final int PROTOCOL_ERROR = 1;

    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(Gateway.settings());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static Arguments fields(String what, String... fields) {
        Http2Pod.Answer answer =
                (request, talk) -> talk.headers(request.stream(), FrameClient.END_STREAM, fields);
        return Arguments.of(what, answer);
    }

    private static Arguments steps(String what, Http2Pod.Answer answer) {
        return Arguments.of(what, answer);
    }

    static Stream<Arguments> malformed() {
        return Stream.concat(unreadable(), misleading());
    }

    private static Stream<Arguments> unreadable() {
        return Stream.of(
                fields("no status", "x-a", "b"),
                fields("no field at all"),
                fields("status of two digits", ":status", "20"),
                fields("status of letters", ":status", "2xx"),
                fields("status above 599", ":status", "600"),
                fields("status below 100", ":status", "099"),
                fields("status with a blank", ":status", "200 "),
                fields("status with a line", ":status", "200\r\nX: y"),
                fields("two statuses", ":status", "200", ":status", "200"),
                fields("status after a field", "x-a", "b", ":status", "200"),
                fields("pseudo field of a request", ":status", "200", ":path", "/"),
                fields("pseudo field that nobody knows", ":status", "200", ":new", "1"),
                fields("upper case", ":status", "200", "X-A", "b"),
                fields("name with a blank", ":status", "200", "x a", "b"),
                fields("name with a colon", ":status", "200", "x:a", "b"),
                fields("empty name", ":status", "200", "", "b"),
                fields("name with a line", ":status", "200", "x\r\ny", "b"),
                fields("value with a line", ":status", "200", "x-a", "b\r\nset-cookie: c=d"),
                fields("value with LF", ":status", "200", "x-a", "b\nc"),
                fields("value with NUL", ":status", "200", "x-a", "b\u0000"),
                fields("value with a blank before", ":status", "200", "x-a", " b"),
                fields("value with a blank after", ":status", "200", "x-a", "b "));
    }

    private static Stream<Arguments> misleading() {
        return Stream.of(
                fields("connection", ":status", "200", "connection", "close"),
                fields("keep-alive", ":status", "200", "keep-alive", "5"),
                fields("proxy-connection", ":status", "200", "proxy-connection", "close"),
                fields("transfer-encoding", ":status", "200", "transfer-encoding", "chunked"),
                fields("upgrade", ":status", "200", "upgrade", "h2c"),
                fields("switching protocols", ":status", "101"),
                fields("interim that ends", ":status", "103"),
                fields("length without a body", ":status", "200", "content-length", "5"),
                steps(
                        "length of no number",
                        (request, talk) ->
                                talk.headers(
                                        request.stream(),
                                        0,
                                        ":status",
                                        "200",
                                        "content-length",
                                        "+0")),
                fields(
                        "two lengths",
                        ":status",
                        "200",
                        "content-length",
                        "0",
                        "content-length",
                        "1"),
                steps(
                        "more than 16 KiB",
                        (request, talk) -> {
                            byte[] block =
                                    FrameClient.block(":status", "200", "x-a", "b".repeat(30_000));
                            byte[] first = Arrays.copyOf(block, 16_000);
                            byte[] rest = Arrays.copyOfRange(block, 16_000, block.length);
                            talk.frame(FrameClient.HEADERS, 0, request.stream(), first);
                            talk.frame(
                                    FrameClient.CONTINUATION,
                                    FrameClient.END_HEADERS,
                                    request.stream(),
                                    rest);
                        }),
                steps(
                        "body before the head",
                        (request, talk) ->
                                talk.data(request.stream(), "x", FrameClient.END_STREAM)));
    }

    @ParameterizedTest(name = "{0}")
    @MethodSource("malformed")
    void aMalformedHeadIsABadGateway(String what, Http2Pod.Answer bad) throws Exception {
        BlockingQueue<Integer> reset = new LinkedBlockingQueue<>();
        try (Http2Pod pod =
                Http2Pod.scripted(talk -> {
                    bad.to(Http2Pod.request(talk), talk);
                    reset.add(talk.await(f -> f.type() == FrameClient.RESET).number());
                    Http2Pod.say(talk, Http2Pod.request(talk).stream(), "good");
                    while (talk.read() != null) {}
                })) {
            gateway.servingHttp2(pod);
            try (Client client = gateway.connect().get("/")) {
                assertThat(client.read().status()).as(what).isEqualTo(502);
                assertThat(reset.poll(8, TimeUnit.SECONDS)).isNotNull();
                assertThat(client.get("/").read().body()).isEqualTo("good");
            }
            assertThat(pod.connections()).isEqualTo(1);
        }
    }

    private static final Map<String, Http2Pod.Answer> BROKEN_BODIES =
            Map.of(
                    "longer than its length",
                    (request, talk) -> {
                        talk.headers(request.stream(), 0, ":status", "200", "content-length", "3");
                        talk.data(request.stream(), "abcHTTP/1.1 200 OK\r\n\r\n", 0);
                    },
                    "longer, in two frames",
                    (request, talk) -> {
                        talk.headers(request.stream(), 0, ":status", "200", "content-length", "3");
                        talk.data(request.stream(), "ab", 0);
                        talk.data(request.stream(), "cdHTTP/1.1 200 OK\r\n\r\n", 0);
                    },
                    "longer than its length of 19 digits",
                    (request, talk) -> {
                        String three = "0000000000000000003";
                        talk.headers(
                                request.stream(), 0, ":status", "200", "content-length", three);
                        talk.data(request.stream(), "abcHTTP/1.1 200 OK\r\n\r\n", 0);
                    },
                    "shorter than its length",
                    (request, talk) -> {
                        talk.headers(request.stream(), 0, ":status", "200", "content-length", "5");
                        talk.data(request.stream(), "abc", FrameClient.END_STREAM);
                    },
                    "trailers that are not the end",
                    (request, talk) -> {
                        talk.headers(request.stream(), 0, ":status", "200");
                        talk.data(request.stream(), "abc", 0);
                        talk.headers(request.stream(), 0, "x-t", "1");
                    },
                    "pseudo field in trailers",
                    (request, talk) -> {
                        talk.headers(request.stream(), 0, ":status", "200");
                        talk.data(request.stream(), "abc", 0);
                        talk.headers(request.stream(), FrameClient.END_STREAM, ":status", "200");
                    },
                    "line in a trailer",
                    (request, talk) -> {
                        talk.headers(request.stream(), 0, ":status", "200");
                        talk.data(request.stream(), "abc", 0);
                        talk.headers(
                                request.stream(),
                                FrameClient.END_STREAM,
                                "x-t",
                                "1\r\n\r\nHTTP/1.1 200 OK");
                    });

    static List<String> brokenBodies() {
        return BROKEN_BODIES.keySet().stream().sorted().toList();
    }

    /// The client sees that the response is not whole, and nothing that is beyond its end.
    @ParameterizedTest
    @MethodSource("brokenBodies")
    void aBrokenBodyIsCut(String what) throws Exception {
        BlockingQueue<Integer> reset = new LinkedBlockingQueue<>();
        try (Http2Pod pod =
                Http2Pod.scripted(talk -> {
                    while (true) {
                        Objects.requireNonNull(BROKEN_BODIES.get(what))
                                .to(Http2Pod.request(talk), talk);
                        reset.add(talk.await(f -> f.type() == FrameClient.RESET).number());
                    }
                })) {
            gateway.servingHttp2(pod);
            try (Client client = gateway.connect().get("/")) {
                String got = untilCut(client);
                assertThat(got.indexOf("HTTP/1.1", 1)).isEqualTo(-1);
                assertThat(got).doesNotEndWith("0\r\n\r\n");
                assertThat(got).doesNotContain("abcd").doesNotContain("x-t");
            }
            try (FrameClient client = FrameClient.connect(gateway.port())) {
                client.get(1, "/");
                assertThat(client.await(f -> f.type() == FrameClient.RESET || isBadGateway(f)))
                        .isNotNull();
            }
            assertThat(reset.poll(8, TimeUnit.SECONDS)).isEqualTo(PROTOCOL_ERROR);
        }
    }

    /// All that comes until the connection breaks or ends.
    private static String untilCut(Client client) {
        StringBuilder got = new StringBuilder();
        try {
            for (int octet = client.in().read(); octet >= 0; octet = client.in().read()) {
                got.append((char) octet);
            }
        } catch (IOException cut) {
            return got.toString();
        }
        return got.toString();
    }

    /// What breaks at once is answered, because nothing was sent yet.
    private static boolean isBadGateway(FrameClient.Frame frame) {
        return frame.type() == FrameClient.DATA && frame.text().startsWith("502");
    }

    @Test
    void aBodyAfterTheHeadOfHeadGoesNowhere() throws IOException {
        try (Http2Pod pod =
                Http2Pod.answering((request, talk) -> {
                    talk.headers(request.stream(), 0, ":status", "200", "content-length", "19");
                    talk.data(request.stream(), "HTTP/1.1 200 OK\r\n\r\n", FrameClient.END_STREAM);
                })) {
            gateway.servingHttp2(pod);
            try (Client client = gateway.connect()) {
                client.send("HEAD / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
                assertThat(untilCut(client).indexOf("HTTP/1.1", 1)).isEqualTo(-1);
            }
        }
    }

    @Test
    void aBodyWithoutALengthCannotLookLikeTheNextResponse() throws IOException {
        String body = "0\r\n\r\nHTTP/1.1 200 OK\r\nContent-Length: 0\r\n\r\n";
        try (Http2Pod pod =
                Http2Pod.answering((request, talk) -> {
                    talk.headers(request.stream(), 0, ":status", "200");
                    talk.data(request.stream(), body, FrameClient.END_STREAM);
                })) {
            gateway.servingHttp2(pod);
            try (Client client = gateway.connect().get("/").get("/")) {
                assertThat(client.read().body()).isEqualTo(body);
                assertThat(client.read().body()).isEqualTo(body);
            }
        }
    }

    @Test
    void trailersThatWouldChangeTheMessageAreLeftOut() throws IOException {
        try (Http2Pod pod =
                Http2Pod.answering((request, talk) -> {
                    talk.headers(request.stream(), 0, ":status", "200");
                    talk.headers(
                            request.stream(),
                            FrameClient.END_STREAM,
                            "content-length",
                            "5",
                            "set-cookie",
                            "a=b",
                            "x-t",
                            "1");
                })) {
            gateway.servingHttp2(pod);
            try (FrameClient client = FrameClient.connect(gateway.port())) {
                client.get(1, "/");
                assertThat(client.answer(1).trailers().names())
                        .extracting(CharSequence::toString)
                        .containsExactly("x-t");
            }
        }
    }

    /// A request of HTTP/1.1 keeps its one body, whatever it looks like.
    @Test
    void aBodyOfChunksReachesThePodAsOneBody() throws IOException {
        String inner = "0\r\n\r\nGET /admin HTTP/1.1\r\nHost: shop.test\r\n\r\n";
        BlockingQueue<Http2Pod.Request> seen = new LinkedBlockingQueue<>();
        try (Http2Pod pod =
                Http2Pod.answering((request, talk) -> {
                    seen.add(request);
                    Http2Pod.say(talk, request.stream(), "ok");
                })) {
            gateway.servingHttp2(pod);
            try (Client client = gateway.connect()) {
                client.send(
                        "POST / HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: chunked\r\n\r\n"
                                + Integer.toHexString(inner.length())
                                + ";a=b\r\n"
                                + inner
                                + "\r\n0\r\ncontent-length: 7\r\nx-t: 1\r\n\r\n");
                assertThat(client.read().body()).isEqualTo("ok");
            }
            assertThat(seen).hasSize(1);
            Http2Pod.Request request = seen.element();
            assertThat(request.body()).isEqualTo(inner);
            assertThat(request.field("transfer-encoding")).isEmpty();
            assertThat(request.field("content-length")).isEmpty();
            assertThat(request.trailers().names())
                    .extracting(CharSequence::toString)
                    .containsExactly("x-t");
        }
    }
}
