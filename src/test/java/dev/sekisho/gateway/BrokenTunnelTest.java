package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.net.SocketException;
import java.util.concurrent.CompletableFuture;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.MethodSource;

/// What one side of a tunnel breaks off does not look whole to the other, and what it ends does.
@ParameterizedClass
@MethodSource("dev.sekisho.gateway.TunnelTest#transports")
class BrokenTunnelTest {

    private static final String ENDED = "ended";
    private static final String RESET = "reset";
    private static final int CANCEL = (int) Http2Error.CANCEL.code();

    private final Supplier<EventLoopGroup> loops;
    private final CompletableFuture<String> seen = new CompletableFuture<>();
    private Gateway gateway;

    BrokenTunnelTest(Supplier<EventLoopGroup> loops) {
        this.loops = loops;
    }

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(Gateway.settings(), loops.get());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    /// A pod that echoes, and notes how its client ends.
    static Origin noting(CompletableFuture<String> seen) throws IOException {
        return WebSockets.agreeing(talk -> {
            try {
                WebSockets.echo(talk);
                seen.complete(ENDED);
            } catch (SocketException reset) {
                seen.complete(RESET);
            }
        });
    }

    /// A pod that says something and resets the connection when it was answered.
    private static Origin resetting() throws IOException {
        return WebSockets.agreeing(talk -> {
            talk.send("last words");
            talk.in().read();
            talk.reset();
        });
    }

    private void assertEndedBy(String end) {
        await().until(() -> Samples.of(gateway, "sekisho_tunnels_ended_total{" + end + "}") == 1);
        await().until(() -> Samples.of(gateway, "sekisho_upstream_connections{0}") == 0);
    }

    @Test
    void aResetOfTheClientReachesThePod() throws IOException {
        try (Origin pod = noting(seen);
                Client client = WebSockets.open(gateway.serving(pod))) {
            WebSockets.converse(client, "hello");
            client.reset();
            assertThat(seen.join()).isEqualTo(RESET);
            assertEndedBy("client");
        }
    }

    @Test
    void theEndOfTheClientIsOneForThePod() throws IOException {
        try (Origin pod = noting(seen);
                Client client = WebSockets.open(gateway.serving(pod))) {
            client.socket().close();
            assertThat(seen.join()).isEqualTo(ENDED);
        }
    }

    @Test
    void aResetOfThePodReachesTheClient() throws IOException {
        try (Origin pod = resetting();
                Client client = WebSockets.open(gateway.serving(pod))) {
            assertThat(WebSockets.take(client.in(), 10)).isEqualTo("last words");
            client.send("x");
            assertThatThrownBy(client::rest).isInstanceOf(SocketException.class);
            assertEndedBy("pod");
        }
    }

    /// RFC 8441 5: as the reset of a connection is the reset of a stream, with CANCEL.
    @Test
    void aResetOfThePodReachesTheStream() throws IOException {
        try (Origin pod = resetting();
                FrameClient client = stream(gateway.serving(pod))) {
            assertThat(client.await(FrameClient.DATA, 1).text()).isEqualTo("last words");
            client.data(1, "x", FrameClient.NO_FLAGS);
            FrameClient.Frame last =
                    client.await(next -> next.ends() || next.type() == FrameClient.RESET);
            assertThat(last.type()).isEqualTo(FrameClient.RESET);
            assertThat(last.number()).isEqualTo(CANCEL);
            assertEndedBy("pod");

            client.headers(3, FrameClient.NO_FLAGS, Http2WebSocketTest.connect());
            assertThat(client.await(FrameClient.DATA, 3).text()).isEqualTo("last words");
        }
    }

    private static FrameClient stream(Gateway serving) throws IOException {
        FrameClient client = FrameClient.connect(serving.port());
        client.headers(1, FrameClient.NO_FLAGS, Http2WebSocketTest.connect());
        client.await(FrameClient.HEADERS, 1);
        return client;
    }

    @Test
    void aResetOfTheStreamReachesThePod() throws IOException {
        try (Origin pod = noting(seen);
                FrameClient client = stream(gateway.serving(pod))) {
            client.number(FrameClient.RESET, 1, CANCEL);
            assertThat(seen.join()).isEqualTo(RESET);
            assertEndedBy("client");
        }
    }

    @Test
    void theEndOfTheStreamIsOneForThePod() throws IOException {
        try (Origin pod = noting(seen);
                FrameClient client = stream(gateway.serving(pod))) {
            client.data(1, "bye", FrameClient.END_STREAM);
            assertThat(seen.join()).isEqualTo(ENDED);
            assertThat(client.await(FrameClient.DATA, 1).text()).isEqualTo("bye");
            assertThat(client.await(next -> next.ends() || next.type() == FrameClient.RESET).ends())
                    .isTrue();
        }
    }

    @Test
    void aStreamThatGoesWithItsConnectionIsBrokenOff() throws IOException {
        try (Origin pod = noting(seen);
                FrameClient client = stream(gateway.serving(pod))) {
            client.socket().close();
            assertThat(seen.join()).isEqualTo(RESET);
        }
    }
}
