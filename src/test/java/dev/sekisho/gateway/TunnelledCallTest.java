package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.model.http.ForwardPolicy;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// WebSockets whose offer says that it is a call of gRPC, on a route that limits the time of calls.
class TunnelledCallTest {

    private static final ForwardPolicy LIMITED =
            ForwardPolicy.DEFAULT.withGrpcLimit(Duration.ofMillis(300));
    private static final String GRPC = "Content-Type: application/grpc\r\n\r\n";

    private final CountDownLatch answers = new CountDownLatch(1);
    private final KeptLog log = new KeptLog();
    private Origin pod;
    private Gateway gateway;

    /// With one loop, so that all exchanges come from the same spare ones.
    @BeforeEach
    void start() throws IOException {
        pod = Origin.scripted(this::serve);
        gateway = new Gateway(Gateway.settings(), new EpollEventLoopGroup(1), log.log());
        gateway.serving(LIMITED, Gateway.endpoints(pod));
    }

    @AfterEach
    void stop() throws IOException {
        answers.countDown();
        pod.close();
        gateway.close();
        log.close();
    }

    /// Echoes in a WebSocket, and says in the end which path was asked for.
    private void serve(Origin.Talk talk) throws IOException {
        String head = Objects.requireNonNull(talk.readHead());
        if (head.contains("Sec-WebSocket-Key") || head.contains("sec-websocket-key")) {
            talk.send(WebSockets.agreedTo(head));
            WebSockets.echo(talk);
        } else {
            TunnelTest.awaitQuietly(answers);
            talk.send(Origin.ok(head.split(" ", -1)[1]));
        }
    }

    /// What a test does with its WebSocket.
    private interface Talk {
        void say(String text) throws IOException;
    }

    /// A call that begins now comes to its limit after every call before it.
    private void awaitTheLimit() throws IOException {
        try (Client late = gateway.connect()) {
            late.send("GET /late HTTP/1.1\r\nHost: shop.test\r\n" + GRPC);
            assertThat(late.read().status()).isEqualTo(504);
        }
    }

    private Client asking(String path) throws IOException {
        Client client = gateway.connect().get(path);
        await().until(() -> pod.heads().stream().anyMatch(head -> head.contains(" " + path + " ")));
        return client;
    }

    private void assertThatEachGetsItsOwn(Talk webSocket, AutoCloseable end) throws Exception {
        webSocket.say("before");
        awaitTheLimit();
        webSocket.say("after");
        List<Client> others = new ArrayList<>();
        others.add(asking("/0"));
        others.add(asking("/1"));
        end.close();
        await().until(() -> Samples.of(gateway, "sekisho_tunnels_open") == 0);
        others.add(asking("/2"));
        answers.countDown();
        for (int i = 0; i < others.size(); i++) {
            try (Client other = others.get(i)) {
                assertThat(other.read().body()).isEqualTo("/" + i);
            }
        }
        await().until(() -> log.text().lines().count() == 5);
    }

    @Test
    void theLimitEndsWithTheSwitchOfAConnection() throws Exception {
        String offer = WebSockets.OFFER.replace("\r\n\r\n", "\r\n" + GRPC);
        Client client = gateway.connect().send(offer);
        assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");

        assertThatEachGetsItsOwn(text -> WebSockets.converse(client, text), client);
        assertThat(log.text()).containsOnlyOnce("\"status\":101");
    }

    @Test
    void theLimitEndsWithTheSwitchOfAStream() throws Exception {
        FrameClient client = FrameClient.connect(gateway.port());
        client.headers(1, FrameClient.NO_FLAGS, connect());
        assertThat(client.decode(client.await(FrameClient.HEADERS, 1)).status()).hasToString("200");

        assertThatEachGetsItsOwn(text -> converse(client, text), client);
        assertThat(log.text()).containsOnlyOnce("HTTP/2.0");
    }

    private static String[] connect() {
        return FrameClient.request(
                "CONNECT", "/", ":protocol", "websocket", "content-type", "application/grpc");
    }

    private static void converse(FrameClient client, String text) throws IOException {
        client.data(1, text, FrameClient.NO_FLAGS);
        FrameClient.Frame frame =
                client.await(next -> next.stream() == 1 && next.type() <= FrameClient.RESET);
        assertThat(frame.text()).isEqualTo(text);
    }

    /// A client would take the 200 that every answer of gRPC has for its tunnel.
    @Test
    void aStreamThatWaitsForATunnelIsRefusedInHttp() throws IOException {
        pod.close();
        try (FrameClient client = FrameClient.connect(gateway.port())) {
            client.headers(1, FrameClient.NO_FLAGS, connect());
            assertThat(client.answer(1).status()).isEqualTo(502);
        }
    }
}
