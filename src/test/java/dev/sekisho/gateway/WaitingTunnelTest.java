package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.FrameClient.Frame;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Clients that end their stream, one way or the other, before the pod has agreed to a tunnel.
class WaitingTunnelTest {

    private final CountDownLatch agrees = new CountDownLatch(1);
    private final KeptLog log = new KeptLog();
    private Origin pod;
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        pod =
                Origin.scripted(talk -> {
                    String head = Objects.requireNonNull(talk.readHead());
                    TunnelTest.awaitQuietly(agrees);
                    talk.send(WebSockets.agreedTo(head));
                    talk.send(WebSockets.take(talk.in(), 1 << 20) + " was all");
                });
        gateway =
                new Gateway(Gateway.settings(), new EpollEventLoopGroup(1), log.log()).serving(pod);
    }

    @AfterEach
    void stop() throws IOException {
        agrees.countDown();
        gateway.close();
        pod.close();
        log.close();
    }

    private void awaitThePod() {
        await().until(() -> pod.heads().size() == 1);
    }

    private void assertThatItEndsInOrder(FrameClient client, String all) throws IOException {
        awaitThePod();
        agrees.countDown();
        Frame head = client.await(FrameClient.HEADERS, 1);
        assertThat(client.decode(head).status()).hasToString("200");
        StringBuilder said = new StringBuilder();
        for (Frame frame = head; !frame.ends(); ) {
            frame = client.await(next -> next.stream() == 1 && next.type() <= FrameClient.RESET);
            assertThat(frame.type()).isEqualTo(FrameClient.DATA);
            said.append(frame.text());
        }
        assertThat(said.toString()).isEqualTo(all);
        await().until(() -> Samples.of(gateway, "sekisho_tunnels_ended_total{pod}") == 1);
    }

    @Test
    void oneThatHasNothingToSayHearsThePod() throws IOException {
        try (FrameClient client = FrameClient.connect(gateway.port())) {
            client.headers(1, FrameClient.END_STREAM, Http2WebSocketTest.connect());
            assertThatItEndsInOrder(client, " was all");
        }
    }

    @Test
    void oneThatHasSaidEverythingAheadIsHeard() throws IOException {
        try (FrameClient client = FrameClient.connect(gateway.port())) {
            client.headers(1, FrameClient.NO_FLAGS, Http2WebSocketTest.connect());
            client.data(1, "that", FrameClient.END_STREAM);
            assertThatItEndsInOrder(client, "that was all");
        }
    }

    @Test
    void oneThatGivesUpFreesThePod() throws IOException {
        try (FrameClient client = FrameClient.connect(gateway.port())) {
            client.headers(1, FrameClient.NO_FLAGS, Http2WebSocketTest.connect());
            client.data(1, "ahead", FrameClient.NO_FLAGS);
            awaitThePod();
            client.number(FrameClient.RESET, 1, (int) Http2Error.CANCEL.code());

            await().until(() -> Samples.of(gateway, "sekisho_upstream_connections{0}") == 0);
            await().until(() -> log.text().contains("\"status\":499"));
            agrees.countDown();
            await().until(() -> pod.ended() == 1);
            assertThat(Samples.of(gateway, "sekisho_tunnels_total")).isZero();
            client.ping(7);
            assertThat(
                            client.await(frame ->
                                            frame.type() != FrameClient.WINDOW_UPDATE
                                                    && frame.type() != FrameClient.SETTINGS)
                                    .type())
                    .isEqualTo(FrameClient.PING);
        }
    }
}
