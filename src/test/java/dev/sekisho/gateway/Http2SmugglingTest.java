package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.FrameClient.Frame;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What cannot be said in HTTP/1.1 without saying something else never reaches a pod.
class Http2SmugglingTest {

    /// Five, in as many digits as HTTP/1.1 reads.
    private static final String NINETEEN = "0000000000000000005";

    private static final int PROTOCOL_ERROR = 1;

    private Gateway gateway;
    private Origin pod;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(Gateway.settings());
        pod = Origin.saying("hello");
        gateway.serving(pod);
    }

    @AfterEach
    void stop() throws IOException {
        pod.close();
        gateway.close();
    }

    private static List<String> get(String... more) {
        return List.of(FrameClient.request("GET", "/", more));
    }

    private static List<String> target(String method, String scheme, String path, String host) {
        return List.of(":method", method, ":scheme", scheme, ":path", path, ":authority", host);
    }

    static Stream<List<String>> malformed() {
        return Stream.of(
                get("x", "a\r\nx-forwarded-for: 1.2.3.4"),
                get("x", "a\nb: c"),
                get("x", "a\rb"),
                get("x", "a\0b"),
                get("x", " a"),
                get("x", "a\t"),
                get("x: y\r\nz", "a"),
                get("x y", "a"),
                get("x:y", "a"),
                get("x\r\n\r\nGET /evil HTTP/1.1\r\nhost", "a"),
                get("X", "a"),
                get("", "a"),
                get("x\u00e4", "a"),
                get("connection", "close"),
                get("keep-alive", "timeout=5"),
                get("proxy-connection", "keep-alive"),
                get("transfer-encoding", "chunked"),
                get("transfer-encoding", "identity"),
                get("upgrade", "websocket"),
                get("te", "gzip"),
                get("te", "trailers, gzip"),
                get(":path", "/again"),
                get(":status", "200"),
                get("content-length", "5"),
                get("content-length", NINETEEN),
                target("GET /evil HTTP/1.1\r\nx: y", "http", "/", "shop.test"),
                target("GET ", "http", "/", "shop.test"),
                target("", "http", "/", "shop.test"),
                target("GET", "http", "/ HTTP/1.1\r\nx: y", "shop.test"),
                target("GET", "http", "/a b", "shop.test"),
                target("GET", "http", "", "shop.test"),
                target("GET", "http", "a", "shop.test"),
                target("GET", "http", "http://other.test/", "shop.test"),
                target("GET", "ftp", "/", "shop.test"),
                target("GET", "http\r\nx: y", "/", "shop.test"),
                target("GET", "http", "/", "shop.test\r\nx: y"),
                target("GET", "http", "/", "shop.test/evil"),
                target("GET", "http", "/", "user@shop.test"),
                target("CONNECT", "http", "/", "shop.test"),
                List.of(":method", "GET", ":scheme", "http", ":authority", "shop.test"),
                List.of(":method", "GET", ":path", "/", ":authority", "shop.test"),
                List.of(":scheme", "http", ":path", "/", ":authority", "shop.test"),
                List.of("x", "y", ":method", "GET", ":scheme", "http", ":path", "/"),
                List.of(":method", "GET", ":method", "POST", ":scheme", "http", ":path", "/"));
    }

    @ParameterizedTest
    @MethodSource("malformed")
    void aMalformedRequestIsReset(List<String> fields) throws IOException {
        try (FrameClient client = FrameClient.connect(gateway.port())) {
            client.headers(1, FrameClient.END_STREAM, fields.toArray(String[]::new));
            assertThat(client.await(FrameClient.RESET, 1).number()).isEqualTo(PROTOCOL_ERROR);
            client.get(3, "/next");
            assertThat(client.answer(3).status()).isEqualTo(200);
        }
        assertThat(pod.heads()).hasSize(1);
    }

    static Stream<List<String>> refused() {
        return Stream.of(
                get("content-length", "0x5"),
                get("content-length", "+0"),
                get("content-length", "9999999999999999999"),
                get("content-length", "00000000000000000005"),
                get("content-length", "0", "content-length", "0"),
                get("host", "shop.test", "host", "shop.test"),
                get("host", "other.test"),
                get("x", "a\u0001b"),
                target("GET", "http", "/%2e%2e/a", "shop.test"),
                target("GET", "http", "/a%2fb", "shop.test"),
                target("GET", "http", "/a#b", "shop.test"),
                target("GET", "http", "*", "shop.test"),
                target("GET", "http", "/\u00e4", "shop.test"),
                target("GET", "http", "/", "shop..test"),
                target("GET", "http", "/", ""));
    }

    @ParameterizedTest
    @MethodSource("refused")
    void whatHttp11HasARuleForIsAnsweredByIt(List<String> fields) throws IOException {
        try (FrameClient client = FrameClient.connect(gateway.port())) {
            client.headers(1, FrameClient.END_STREAM, fields.toArray(String[]::new));
            assertThat(client.answer(1).status()).isEqualTo(400);
        }
        assertThat(pod.heads()).isEmpty();
    }

    @Test
    void aBodyIsNeitherLongerNorShorterThanAnnounced() throws IOException {
        try (FrameClient client = FrameClient.connect(gateway.port())) {
            client.headers(1, 0, FrameClient.request("POST", "/", "content-length", "3"));
            client.data(1, "hello", FrameClient.END_STREAM);
            assertThat(reset(client, 1)).isEqualTo(PROTOCOL_ERROR);
            client.headers(3, 0, FrameClient.request("POST", "/", "content-length", "9"));
            client.data(3, "hello", FrameClient.END_STREAM);
            assertThat(reset(client, 3)).isEqualTo(PROTOCOL_ERROR);
            client.headers(7, 0, FrameClient.request("POST", "/", "content-length", NINETEEN));
            client.data(7, "hello, you", FrameClient.END_STREAM);
            assertThat(reset(client, 7)).isEqualTo(PROTOCOL_ERROR);
            client.headers(9, 0, FrameClient.request("POST", "/", "content-length", "9"));
            client.headers(9, FrameClient.END_STREAM, "x", "y");
            assertThat(reset(client, 9)).isEqualTo(PROTOCOL_ERROR);
        }
    }

    private static int reset(FrameClient client, int stream) throws IOException {
        Frame frame = client.await(FrameClient.RESET, stream);
        return frame.number();
    }

    @Test
    void trailersHoldNeitherPseudoFieldsNorLineEnds() throws IOException {
        String[][] trailers = {{":path", "/"}, {"x", "a\r\nb: c"}, {"connection", "x"}};
        for (String[] trailer : trailers) {
            try (FrameClient client = FrameClient.connect(gateway.port())) {
                client.headers(1, 0, FrameClient.request("POST", "/"));
                client.headers(1, FrameClient.END_STREAM, trailer);
                assertThat(reset(client, 1)).isEqualTo(PROTOCOL_ERROR);
            }
        }
    }

    @Test
    void dataThatLooksLikeChunksIsData() throws IOException {
        String smuggled = "0\r\n\r\nGET /evil HTTP/1.1\r\nHost: shop.test\r\n\r\n";
        String chunked =
                Integer.toHexString(smuggled.length()) + "\r\n" + smuggled + "\r\n0\r\n\r\n";
        AtomicReference<String> body = new AtomicReference<>();
        try (Origin careful =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            byte[] came = talk.in().readNBytes(chunked.length());
                            body.set(new String(came, StandardCharsets.ISO_8859_1));
                            talk.send(Origin.ok("done"));
                        });
                FrameClient client = FrameClient.connect(gateway.port())) {
            gateway.serving(careful);
            client.headers(1, 0, FrameClient.request("POST", "/"));
            client.data(1, smuggled, FrameClient.END_STREAM);
            assertThat(client.answer(1).body()).isEqualTo("done");
            assertThat(body.get()).isEqualTo(chunked);
        } finally {
            gateway.serving(pod);
        }
    }
}
