package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.FrameClient.Frame;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.util.Objects;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Who does not take what it is sent stops the other side.
class Http2WindowTest {

    private static final int INITIAL_WINDOW_SIZE = 4;

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
    void aPodThatDoesNotReadStopsTheClientByItsWindow() throws Exception {
        CountDownLatch open = new CountDownLatch(1);
        try (Origin slow =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            Origin.awaited(open);
                            talk.in().readNBytes(16 * 1024 * 1024);
                            talk.send(Origin.ok("all"));
                        });
                FrameClient client = connect()) {
            gateway.serving(slow);
            int total = 16 * 1024 * 1024;
            client.headers(1, 0, FrameClient.request("PUT", "/", "content-length", "" + total));
            Upload upload = new Upload(client, 65_535, 3 * 65_535);
            client.socket().setSoTimeout(1000);
            int before = upload.untilStopped(total);
            assertThat(before).isLessThan(total);
            open.countDown();
            client.socket().setSoTimeout(8000);
            upload.rest(total);
            assertThat(client.answer(1).body()).isEqualTo("all");
        }
    }

    @Test
    void aClientThatDoesNotReadStopsThePod() throws IOException {
        String large = "x".repeat(8 << 20);
        try (Origin pod = Origin.saying(large);
                FrameClient client = connect()) {
            gateway.serving(pod);
            client.get(1, "/");
            int got = 0;
            while (got < 65_535) {
                got += client.await(FrameClient.DATA, 1).length();
            }
            assertThat(got).isEqualTo(65_535);
            client.number(FrameClient.WINDOW_UPDATE, 0, 16 << 20);
            client.number(FrameClient.WINDOW_UPDATE, 1, 16 << 20);
            assertThat(got + rest(client)).isEqualTo(large.length());
        }
    }

    /// RFC 9113 6.5.3: the acknowledgement comes at once, so before what the new window lets
    /// through.
    @Test
    void aLargerInitialWindowIsAcknowledgedAndThenUsed() throws IOException {
        try (Origin pod = Origin.saying("hello");
                FrameClient client = connect()) {
            gateway.serving(pod);
            client.settings(INITIAL_WINDOW_SIZE, 0);
            client.get(1, "/");
            client.await(FrameClient.HEADERS, 1);

            client.settings(INITIAL_WINDOW_SIZE, 1);

            Frame next = Objects.requireNonNull(client.read());
            assertThat(next.type()).isEqualTo(FrameClient.SETTINGS);
            assertThat(next.flags()).isEqualTo(FrameClient.ACK);
            assertThat(client.await(FrameClient.DATA, 1).text()).isEqualTo("h");
        }
    }

    private static int rest(FrameClient client) throws IOException {
        int got = 0;
        Frame frame;
        do {
            frame = client.await(FrameClient.DATA, 1);
            got += frame.length();
        } while (!frame.ends());
        return got;
    }

    /// Sends data as far as the windows let it.
    private static final class Upload {

        private final FrameClient client;
        private int window;
        private int all;
        private int sent;

        Upload(FrameClient client, int window, int all) {
            this.client = client;
            this.window = window;
            this.all = all;
        }

        int untilStopped(int total) throws IOException {
            try {
                rest(total);
            } catch (SocketTimeoutException stopped) {
                return sent;
            }
            return sent;
        }

        void rest(int total) throws IOException {
            while (sent < total) {
                int most = Math.min(Math.min(window, all), Math.min(16_384, total - sent));
                if (most <= 0) {
                    Frame update = client.await(f -> f.type() == FrameClient.WINDOW_UPDATE);
                    window += update.stream() == 1 ? update.number() : 0;
                    all += update.stream() == 0 ? update.number() : 0;
                    continue;
                }
                sent += most;
                window -= most;
                all -= most;
                client.frame(
                        FrameClient.DATA,
                        sent == total ? FrameClient.END_STREAM : 0,
                        1,
                        new byte[most]);
            }
        }
    }
}
