package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.FrameClient.Answer;
import dev.sekisho.gateway.FrameClient.Frame;
import io.netty.handler.codec.http2.Http2Headers;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import java.util.concurrent.CompletableFuture;
import java.util.function.Predicate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// WebSockets over streams of HTTP/2 (RFC 8441).
class Http2WebSocketTest {

    private static final int ENABLE_CONNECT_PROTOCOL = 8;
    private static final int INITIAL_WINDOW = 4;
    private static final int PROTOCOL_ERROR = 1;

    static String[] connect(String... more) {
        List<String> fields = new ArrayList<>(List.of(":protocol", "websocket"));
        fields.addAll(List.of("sec-websocket-version", "13", "sec-websocket-protocol", "chat"));
        fields.addAll(List.of(more));
        return FrameClient.request("CONNECT", "/chat?room=1", fields.toArray(String[]::new));
    }

    private static FrameClient open(Gateway gateway, int stream) throws IOException {
        FrameClient client = FrameClient.connect(gateway.port());
        client.headers(stream, FrameClient.NO_FLAGS, connect());
        Http2Headers head = client.decode(client.await(FrameClient.HEADERS, stream));
        assertThat(head.status().toString()).isEqualTo("200");
        return client;
    }

    private static String take(FrameClient client, int stream, int length) throws IOException {
        StringBuilder taken = new StringBuilder();
        while (taken.length() < length) {
            taken.append(client.await(FrameClient.DATA, stream).text());
        }
        return taken.toString();
    }

    /// What comes next on the streams 1 and 3, in whichever order.
    private static List<String> takeFromEach(FrameClient client) throws IOException {
        Map<Integer, String> taken = new TreeMap<>();
        while (taken.size() < 2) {
            Frame frame = client.await(next -> next.type() == FrameClient.DATA);
            taken.put(frame.stream(), frame.text());
        }
        return List.copyOf(taken.values());
    }

    @Test
    void clientsAreToldThatTheyMayAsk() throws IOException {
        try (Gateway gateway = new Gateway(Gateway.settings());
                FrameClient client = FrameClient.connect(gateway.port())) {
            var settings = client.await(FrameClient.SETTINGS, 0).payload();
            List<Integer> enabled = new ArrayList<>();
            while (settings.isReadable()) {
                int id = settings.readUnsignedShort();
                int value = settings.readInt();
                if (id == ENABLE_CONNECT_PROTOCOL) {
                    enabled.add(value);
                }
            }
            assertThat(enabled).containsExactly(1);
        }
    }

    @Test
    void thePodTakesPartInAHandshakeOfItsOwn() throws IOException {
        CompletableFuture<String> seen = new CompletableFuture<>();
        try (Origin pod =
                        Origin.scripted(talk -> {
                            String head = talk.readHead();
                            seen.complete(head);
                            talk.send(WebSockets.agreedTo(head));
                            WebSockets.echo(talk);
                        });
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod);
                FrameClient client = FrameClient.connect(gateway.port())) {
            client.headers(1, FrameClient.NO_FLAGS, connect("sec-websocket-key", "mine"));
            Http2Headers answer = client.decode(client.await(FrameClient.HEADERS, 1));

            assertThat(seen.join())
                    .startsWith("GET /chat?room=1 HTTP/1.1\r\n")
                    .containsIgnoringCase("\r\nHost: shop.test\r\n")
                    .containsIgnoringCase("\r\nConnection: upgrade\r\nUpgrade: websocket\r\n")
                    .contains("\r\nsec-websocket-version: 13\r\n")
                    .containsPattern("\r\nsec-websocket-key: [A-Za-z0-9+/]{22}==\r\n")
                    .doesNotContain("mine")
                    .doesNotContainIgnoringCase("transfer-encoding");
            assertThat(answer.status().toString()).isEqualTo("200");
            assertThat(answer.get("sec-websocket-protocol").toString()).isEqualTo("chat");
            assertThat(answer.contains("sec-websocket-accept")).isFalse();
            assertThat(answer.contains("upgrade")).isFalse();
            assertThat(answer.contains("connection")).isFalse();
        }
    }

    @Test
    void bytesGoBothWaysAsTheyAreUntilTheClientIsDone() throws IOException {
        try (Origin pod = WebSockets.agreeing(WebSockets::echo);
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod);
                FrameClient client = open(gateway, 1)) {
            client.data(1, "one", FrameClient.NO_FLAGS);
            assertThat(take(client, 1, 3)).isEqualTo("one");
            assertThat(Samples.of(gateway, "sekisho_tunnels_open")).isEqualTo(1);
            client.data(1, "two", FrameClient.END_STREAM);
            assertThat(take(client, 1, 3)).isEqualTo("two");
            client.await(Frame::ends);
            await().until(() -> pod.ended() == 1);
            assertThat(Samples.of(gateway, "sekisho_tunnels_open")).isZero();
        }
    }

    @Test
    void otherStreamsOfTheConnectionAreServedMeanwhile() throws IOException {
        try (Origin pod = WebSockets.agreeing(WebSockets::echo);
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod);
                FrameClient client = open(gateway, 1)) {
            client.headers(3, FrameClient.NO_FLAGS, connect());
            client.await(FrameClient.HEADERS, 3);
            for (int round = 0; round < 100; round++) {
                client.data(1, "to one", FrameClient.NO_FLAGS);
                client.data(3, "to three", FrameClient.NO_FLAGS);
                assertThat(takeFromEach(client)).containsExactly("to one", "to three");
            }
        }
    }

    @Test
    void nothingReachesThePodBeforeItAgrees() throws Exception {
        CompletableFuture<Void> sentAhead = new CompletableFuture<>();
        CompletableFuture<Integer> early = new CompletableFuture<>();
        try (Origin pod =
                        Origin.scripted(talk -> {
                            String head = talk.readHead();
                            sentAhead.join();
                            early.complete(talk.in().available());
                            talk.send(WebSockets.agreedTo(head));
                            WebSockets.echo(talk);
                        });
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod);
                FrameClient client = FrameClient.connect(gateway.port())) {
            client.headers(1, FrameClient.NO_FLAGS, connect());
            client.data(1, "ahead ", FrameClient.NO_FLAGS);
            client.data(1, "of time", FrameClient.NO_FLAGS);
            client.ping(7);
            client.await(frame -> isAnswer(frame, 7));
            sentAhead.complete(null);

            client.await(FrameClient.HEADERS, 1);
            assertThat(take(client, 1, 13)).isEqualTo("ahead of time");
            assertThat(early.join()).isZero();
        }
    }

    private static boolean isAnswer(Frame frame, long ping) {
        return frame.type() == FrameClient.PING
                && frame.flags() == FrameClient.ACK
                && frame.payload().getLong(0) == ping;
    }

    @Test
    void successWithoutAgreementIsNoTunnel() throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 2\r\n\r\nok");
                        });
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod);
                FrameClient client = FrameClient.connect(gateway.port())) {
            client.headers(1, FrameClient.NO_FLAGS, connect());

            assertThat(client.answer(1).status()).isEqualTo(502);
            assertThat(
                            Samples.of(
                                    gateway,
                                    "sekisho_refused_responses_total{UPSTREAM_NOT_SWITCHED}"))
                    .isEqualTo(1);
        }
    }

    @Test
    void aPodMayRefuse() throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 403 Forbidden\r\nContent-Length: 2\r\n\r\nno");
                        });
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod);
                FrameClient client = FrameClient.connect(gateway.port())) {
            client.headers(1, FrameClient.NO_FLAGS, connect());

            Answer answer = client.answer(1);
            assertThat(answer.status()).isEqualTo(403);
            assertThat(answer.body()).isEqualTo("no");
        }
    }

    @Test
    void otherProtocolsAreNotServed() throws IOException {
        try (Gateway gateway = new Gateway(Gateway.settings());
                FrameClient client = FrameClient.connect(gateway.port())) {
            String[] fields = FrameClient.request("CONNECT", "/", ":protocol", "connect-udp");
            client.headers(1, FrameClient.NO_FLAGS, fields);

            assertThat(client.answer(1).status()).isEqualTo(501);
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                ":method GET :scheme http :path / :authority shop.test :protocol websocket",
                ":method CONNECT :scheme http :path / :protocol websocket",
                ":method CONNECT :scheme http :authority shop.test :protocol websocket",
                ":method CONNECT :path / :authority shop.test :protocol websocket",
                ":method CONNECT :scheme http :path / :authority shop.test :protocol websocket"
                        + " :protocol websocket",
                ":method CONNECT :scheme http :path / :authority shop.test :protocol websocket"
                        + " content-length 0",
                ":method CONNECT :scheme http :path / :authority shop.test :protocol websocket"
                        + " upgrade websocket",
            })
    void malformedOnesAreReset(String fields) throws IOException {
        try (Gateway gateway = new Gateway(Gateway.settings());
                FrameClient client = FrameClient.connect(gateway.port())) {
            client.headers(1, FrameClient.NO_FLAGS, fields.split(" ", -1));

            assertThat(client.await(FrameClient.RESET, 1).number()).isEqualTo(PROTOCOL_ERROR);
        }
    }

    @Test
    void aTunnelHasNoTrailers() throws IOException {
        try (Origin pod = WebSockets.agreeing(WebSockets::echo);
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod);
                FrameClient client = open(gateway, 1)) {
            client.headers(1, FrameClient.END_STREAM, "more", "fields");

            assertThat(client.await(FrameClient.RESET, 1).number()).isEqualTo(PROTOCOL_ERROR);
            await().until(() -> pod.ended() == 1);
        }
    }

    @Test
    void aResetOfTheClientEndsThePodsConnection() throws IOException {
        try (Origin pod = WebSockets.agreeing(WebSockets::echo);
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod);
                FrameClient client = open(gateway, 1)) {
            client.number(FrameClient.RESET, 1, FrameClient.CALM);

            await().until(() -> pod.ended() == 1);
            assertThat(Samples.of(gateway, "sekisho_tunnels_ended_total{client}")).isEqualTo(1);
        }
    }

    @Test
    void aClientThatIsGoneEndsThePodsConnection() throws IOException {
        try (Origin pod = WebSockets.agreeing(WebSockets::echo);
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod)) {
            open(gateway, 1).close();

            await().until(() -> pod.ended() == 1);
            await().until(() -> Samples.of(gateway, "sekisho_tunnels_open") == 0);
        }
    }

    @Test
    void thePodsEndIsTheEndOfTheStream() throws IOException {
        try (Origin pod = WebSockets.agreeing(talk -> talk.send("last words"));
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod);
                FrameClient client = open(gateway, 1)) {
            assertThat(take(client, 1, 10)).isEqualTo("last words");
            client.await(Frame::ends);
            assertThat(Samples.of(gateway, "sekisho_tunnels_open")).isZero();
        }
    }

    /// A pod is not read from while the window of the stream is closed; nothing is lost for it.
    @Test
    void aSlowClientGetsEverything() throws IOException {
        String text = "0123456789abcdef".repeat(1 << 16);
        try (Origin pod =
                        WebSockets.agreeing(talk -> {
                            talk.send(text);
                            talk.in().read();
                        });
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod);
                FrameClient client = FrameClient.connect(gateway.port())) {
            client.settings(INITIAL_WINDOW, 1000);
            client.headers(1, FrameClient.NO_FLAGS, connect());
            StringBuilder taken = new StringBuilder(take(client, 1, 1000));
            assertThat(taken).hasSize(1000);
            client.number(FrameClient.WINDOW_UPDATE, 0, text.length());
            while (taken.length() < text.length()) {
                client.number(FrameClient.WINDOW_UPDATE, 1, 100_000);
                taken.append(client.await(FrameClient.DATA, 1).text());
            }
            assertThat(taken.toString()).isEqualTo(text);
        }
    }

    @Test
    void aSlowPodGetsEverything() throws IOException {
        int pieces = 200;
        byte[] piece = new byte[16_000];
        Arrays.fill(piece, (byte) 'x');
        CompletableFuture<Void> stuck = new CompletableFuture<>();
        CompletableFuture<Integer> taken = new CompletableFuture<>();
        try (Origin pod =
                        WebSockets.agreeing(talk -> {
                            stuck.join();
                            taken.complete(talk.in().readNBytes(pieces * piece.length).length);
                        });
                Gateway gateway = new Gateway(Gateway.settings()).serving(pod);
                FrameClient client = open(gateway, 1)) {
            Window window = new Window(client);
            for (int i = 0; i < pieces; i++) {
                if (!window.has(piece.length)) {
                    stuck.complete(null);
                }
                window.await(piece.length);
                client.frame(FrameClient.DATA, FrameClient.NO_FLAGS, 1, piece);
            }
            stuck.complete(null);
            assertThat(taken.join()).isEqualTo(pieces * piece.length);
        }
    }

    /// What a client may still send on stream 1 and on its connection.
    private static final class Window {

        private final FrameClient client;
        private final int[] left = {3 * 65_535, 65_535};

        Window(FrameClient client) {
            this.client = client;
        }

        boolean has(int bytes) {
            return left[0] >= bytes && left[1] >= bytes;
        }

        void await(int bytes) throws IOException {
            Predicate<Frame> update = frame -> frame.type() == FrameClient.WINDOW_UPDATE;
            while (!has(bytes)) {
                Frame frame = client.await(update);
                left[frame.stream()] += frame.number();
            }
            left[0] -= bytes;
            left[1] -= bytes;
        }
    }

    @Test
    void bothSidesHearWhenServiceEnds() throws IOException {
        GatewaySettings settings = new SettingsDraft().drainingAfter(Duration.ZERO).build();
        CompletableFuture<String> heard = new CompletableFuture<>();
        try (Origin pod =
                        WebSockets.agreeing(
                                talk -> heard.complete(WebSockets.take(talk.in(), 1 << 20)));
                Gateway gateway = new Gateway(settings).serving(pod);
                FrameClient client = open(gateway, 1)) {
            gateway.plane().drain(Duration.ofMillis(300));

            assertThat(take(client, 1, 4)).isEqualTo(text(0x88, 2, 3, 0xe9));
            assertThat(heard.join()).isEqualTo(text(0x88, 0x82, 0, 0, 0, 0, 3, 0xe9));
            assertThat(Samples.of(gateway, "sekisho_tunnels_ended_total{shutdown}")).isEqualTo(1);
        }
    }

    private static String text(int... octets) {
        byte[] bytes = new byte[octets.length];
        for (int i = 0; i < octets.length; i++) {
            bytes[i] = (byte) octets[i];
        }
        return new String(bytes, StandardCharsets.ISO_8859_1);
    }
}
