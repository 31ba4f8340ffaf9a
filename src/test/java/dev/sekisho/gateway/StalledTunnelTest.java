package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.FrameClient.Frame;
import dev.sekisho.model.http.ForwardPolicy;
import io.netty.handler.codec.http2.Http2Error;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Tunnels of which one side does not take what it is sent: it has its time once, and the other
/// side hears that what it got is not whole.
class StalledTunnelTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofSeconds(3);
    private static final Duration BRIEF = Duration.ofSeconds(1);

    /// Reads as one frame that is longer.
    private static final byte[] BLOCK = "~".repeat(16_000).getBytes(StandardCharsets.US_ASCII);

    private static final int INITIAL_WINDOW = 4;
    private static final int CANCEL = (int) Http2Error.CANCEL.code();

    private final CountDownLatch over = new CountDownLatch(1);
    private Origin flooding;
    private Origin deaf;
    private @Nullable Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        flooding = WebSockets.agreeing(talk -> flood(talk.socket().getOutputStream()));
        deaf = WebSockets.agreeing(_ -> TunnelTest.awaitQuietly(over));
    }

    @AfterEach
    void stop() throws IOException {
        over.countDown();
        flooding.close();
        deaf.close();
        gateway().close();
    }

    private Gateway gateway() {
        return Objects.requireNonNull(gateway);
    }

    private static void flood(OutputStream out) throws IOException {
        while (true) {
            out.write(BLOCK);
        }
    }

    private void serve(Origin pod, Duration podSend, Duration clientSend, long rate)
            throws IOException {
        ClientTimeouts timeouts = new ClientTimeouts(LONG, LONG, clientSend, LONG, LONG, BRIEF);
        ClientSettings clients =
                new ClientSettings(
                        timeouts, 1000, TrustedProxies.NONE, new MinimumRates(0, rate, BRIEF));
        gateway = new Gateway(Gateway.settings(clients));
        gateway().serving(new ForwardPolicy(LONG, LONG, podSend, 1, 0), Gateway.endpoints(pod));
    }

    private double stalled() {
        return Samples.of(gateway(), "sekisho_tunnels_ended_total{stalled}");
    }

    private void assertThatBothEndInTime(long begin) {
        await().until(() -> stalled() == 2);
        assertThat(Duration.ofNanos(System.nanoTime() - begin)).isBetween(SHORT, SHORT.plus(SHORT));
        await().until(() -> Samples.of(gateway(), "sekisho_upstream_connections{0}") == 0);
    }

    private FrameClient openStream(int... settings) throws IOException {
        FrameClient client = FrameClient.connect(gateway().port());
        client.settings(settings);
        client.headers(1, FrameClient.NO_FLAGS, Http2WebSocketTest.connect());
        client.await(FrameClient.HEADERS, 1);
        return client;
    }

    @Test
    void clientsThatTakeNothing() throws IOException {
        serve(flooding, LONG, SHORT, 0);
        long begin = System.nanoTime();
        try (Client client = WebSockets.open(gateway());
                FrameClient stream = openStream()) {
            assertThatBothEndInTime(begin);
            assertThat(stream.await(FrameClient.RESET, 1).number()).isEqualTo(CANCEL);
            assertThatThrownBy(client::rest).isInstanceOf(IOException.class);
        }
    }

    @Test
    void podsThatTakeNothing() throws IOException {
        serve(deaf, SHORT, LONG, 0);
        long begin = System.nanoTime();
        try (Client client = WebSockets.open(gateway());
                FrameClient stream = openStream()) {
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() ->
                            assertThatThrownBy(() -> flood(client.socket().getOutputStream()))
                                    .isInstanceOf(IOException.class));
            assertThat(floodUntilReset(stream)).isEqualTo(CANCEL);
            assertThatBothEndInTime(begin);
            sending.join();
        }
    }

    /// Sends as much as both windows allow, until the stream is reset.
    private static int floodUntilReset(FrameClient client) throws IOException {
        int[] left = {3 * 65_535, 65_535};
        while (true) {
            while (left[0] >= BLOCK.length && left[1] >= BLOCK.length) {
                client.frame(FrameClient.DATA, FrameClient.NO_FLAGS, 1, BLOCK);
                left[0] -= BLOCK.length;
                left[1] -= BLOCK.length;
            }
            Frame next =
                    client.await(frame ->
                            frame.type() == FrameClient.WINDOW_UPDATE
                                    || frame.type() == FrameClient.RESET);
            if (next.type() == FrameClient.RESET) {
                return next.number();
            }
            left[next.stream()] += next.number();
        }
    }

    /// The minimum rate is one for responses; a tunnel may be as slow as it likes.
    @Test
    void aStreamThatTakesALittleGoesOn() throws IOException {
        serve(flooding, LONG, BRIEF, 100_000_000);
        long begin = System.nanoTime();
        try (FrameClient stream = openStream(INITIAL_WINDOW, 10)) {
            await().pollInterval(Duration.ofMillis(200))
                    .until(() -> {
                        stream.number(FrameClient.WINDOW_UPDATE, 1, 10);
                        return System.nanoTime() - begin > 4 * BRIEF.toNanos();
                    });
            stream.number(FrameClient.WINDOW_UPDATE, 1, 20_000);
            stream.await(frame -> frame.type() == FrameClient.DATA && frame.length() > 10_000);
            assertThat(Samples.of(gateway(), "sekisho_tunnels_open")).isEqualTo(1);
        }
    }
}
