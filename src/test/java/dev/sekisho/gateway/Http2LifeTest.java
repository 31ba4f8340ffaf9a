package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.FrameClient.Frame;
import java.io.IOException;
import java.io.OutputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.Test;

/// How connections of HTTP/2 begin, wait and end.
class Http2LifeTest {

    private static final int NO_ERROR = 0;
    private static final int FRAME_SIZE_ERROR = 6;
    private static final int HEADER_TABLE_SIZE = 1;
    private static final String NO_TABLE = " ";
    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SHORT = Duration.ofMillis(500);

    private static ClientSettings clients(
            Duration header, Duration body, Duration send, Duration keepAlive, int requests) {
        ClientTimeouts timeouts =
                new ClientTimeouts(header, body, send, keepAlive, LONG, SHORT, LONG);
        return new ClientSettings(
                timeouts, requests, TrustedProxies.NONE, ClientSettings.DEFAULT.rates());
    }

    private static Gateway gateway(ClientSettings clients) throws IOException {
        return new Gateway(Gateway.settings(clients));
    }

    @Test
    void theLastRequestOfAConnectionIsAnnounced() throws IOException {
        try (Gateway gateway = gateway(clients(LONG, LONG, LONG, LONG, 2));
                FrameClient client = FrameClient.connect(gateway.port())) {
            client.get(1, "/");
            client.get(3, "/");
            Frame first = client.await(FrameClient.GOAWAY, 0);
            assertThat(first.lastStream()).isEqualTo(Integer.MAX_VALUE);
            Frame ping = client.await(FrameClient.PING, 0);
            client.get(5, "/");
            client.frame(
                    FrameClient.PING,
                    FrameClient.ACK,
                    0,
                    ping.text().getBytes(StandardCharsets.ISO_8859_1));
            assertThat(client.answer(5).status()).isEqualTo(404);
            Frame last = client.goAway();
            assertThat(last.lastStream()).isEqualTo(5);
            assertThat(last.number()).isEqualTo(NO_ERROR);
        }
    }

    /// On a stream that has ended nothing can be answered.
    @Test
    void aBrokenFrameOfAnEndedStreamEndsTheConnection() throws IOException {
        try (Gateway gateway = gateway(ClientSettings.DEFAULT);
                FrameClient client = FrameClient.connect(gateway.port())) {
            client.get(1, "/");
            assertThat(client.answer(1).status()).isEqualTo(404);

            client.frame(FrameClient.PRIORITY, 0, 1, new byte[4]);

            assertThat(client.goAway().number()).isEqualTo(FRAME_SIZE_ERROR);
        }
    }

    /// RFC 9113 4.3.1: whoever makes its table smaller waits for the word that this was heard.
    @Test
    void theBlockAfterATableWasMadeSmallerSaysThatNoneIsUsed() throws IOException {
        try (Gateway gateway = gateway(ClientSettings.DEFAULT);
                FrameClient client = FrameClient.connect(gateway.port())) {
            client.get(1, "/");
            assertThat(client.await(FrameClient.HEADERS, 1).text()).doesNotStartWith(NO_TABLE);
            client.settings(HEADER_TABLE_SIZE, 100);
            client.get(3, "/");
            assertThat(client.await(FrameClient.HEADERS, 3).text()).startsWith(NO_TABLE);
            client.get(5, "/");
            assertThat(client.await(FrameClient.HEADERS, 5).text()).doesNotStartWith(NO_TABLE);
        }
    }

    @Test
    void aPodWithoutATableIsToldThatNoneIsUsed() throws IOException {
        BlockingQueue<String> blocks = new LinkedBlockingQueue<>();
        try (Gateway gateway = gateway(ClientSettings.DEFAULT);
                Http2Pod pod =
                        Http2Pod.scripted(
                                talk -> {
                                    while (true) {
                                        Frame head =
                                                talk.await(f -> f.type() == FrameClient.HEADERS);
                                        blocks.add(head.text());
                                        Http2Pod.say(talk, head.stream(), "hello");
                                    }
                                },
                                HEADER_TABLE_SIZE,
                                0);
                Client client = gateway.servingHttp2(pod).connect()) {
            assertThat(client.get("/").read().body()).isEqualTo("hello");
            assertThat(client.get("/").read().body()).isEqualTo("hello");
            assertThat(blocks.poll()).startsWith(NO_TABLE);
            assertThat(blocks.poll()).doesNotStartWith(NO_TABLE);
        }
    }

    @Test
    void anIdleConnectionIsSaidGoodbyeTo() throws IOException {
        try (Gateway gateway = gateway(clients(LONG, LONG, LONG, SHORT, 1000));
                FrameClient client = FrameClient.connect(gateway.port())) {
            client.get(1, "/");
            assertThat(client.answer(1).status()).isEqualTo(404);
            Frame last = client.goAway();
            assertThat(last.lastStream()).isEqualTo(1);
            assertThat(last.number()).isEqualTo(NO_ERROR);
        }
    }

    @Test
    void halfAHeaderBlockIsNotWaitedForLong() throws IOException {
        try (Gateway gateway = gateway(clients(SHORT, LONG, LONG, LONG, 1000));
                FrameClient client = FrameClient.connect(gateway.port())) {
            client.frame(FrameClient.HEADERS, 0, 1, FrameClient.block("x", "y"));
            assertThat(client.goAway().number()).isEqualTo(FrameClient.CALM);
        }
    }

    /// Each piece ends in the middle of a frame, and is half a frame.
    @Test
    void aBodyThatGoesOnIsNotHurried() throws IOException {
        try (Gateway gateway = gateway(clients(SHORT, LONG, LONG, LONG, 1000));
                Origin pod = Origin.scripted(talk -> talk.in().readAllBytes());
                FrameClient client = FrameClient.connect(gateway.port())) {
            gateway.serving(pod);
            client.headers(1, 0, FrameClient.request("POST", "/"));
            OutputStream out = client.socket().getOutputStream();
            byte[] header = {0, 0, 100, 0, 0, 0, 0, 0, 1};
            out.write(header);
            out.write(new byte[50]);
            byte[] piece = new byte[109];
            System.arraycopy(header, 0, piece, 50, header.length);
            long end = System.nanoTime() + 3 * SHORT.toNanos();
            client.socket().setSoTimeout(20);
            while (System.nanoTime() < end) {
                out.write(piece);
                assertThat(goAway(client)).isFalse();
            }
        }
    }

    /// Whether a `GOAWAY` has come within the time-out of the socket.
    private static boolean goAway(FrameClient client) throws IOException {
        try {
            client.await(FrameClient.GOAWAY, 0);
            return true;
        } catch (SocketTimeoutException nothing) {
            return false;
        }
    }

    @Test
    void aSilentBodyIsAnsweredInTime() throws IOException {
        try (Gateway gateway = gateway(clients(LONG, SHORT, LONG, LONG, 1000));
                Origin pod = Origin.scripted(talk -> talk.in().readAllBytes());
                FrameClient client = FrameClient.connect(gateway.port())) {
            gateway.serving(pod);
            client.headers(1, 0, FrameClient.request("POST", "/"));
            client.data(1, "begun", 0);
            assertThat(client.answer(1).status()).isEqualTo(408);
        }
    }

    /// A client that opens no window gets nothing more kept for it after a while.
    @Test
    void responsesThatAreNotTakenAreGivenUp() throws IOException {
        try (Gateway gateway = gateway(clients(LONG, LONG, SHORT, LONG, 1000));
                Origin pod = Origin.saying("x".repeat(1 << 20));
                FrameClient client =
                        new FrameClient(
                                        new Socket(
                                                InetAddress.getLoopbackAddress(), gateway.port()))
                                .hello(4, 0)) {
            gateway.serving(pod);
            for (int id = 1; id < 2 * 100; id += 2) {
                client.get(id, "/");
            }
            client.goAway();
        }
    }

    @Test
    void http1AnswersWhereHttp2IsOff() throws IOException {
        GatewaySettings settings = new SettingsDraft().http2(Http2Mode.TLS).build();
        try (Gateway gateway = new Gateway(settings);
                Client client = gateway.connect()) {
            client.send("PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(505);
        }
    }

    @Test
    void aPrefaceMayComeInPieces() throws Exception {
        byte[] preface = "PRI * HTTP/2.0\r\n\r\nSM\r\n\r\n".getBytes(StandardCharsets.US_ASCII);
        try (Gateway gateway = new Gateway(Gateway.settings());
                Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
                FrameClient client = new FrameClient(socket)) {
            for (byte octet : preface) {
                socket.getOutputStream().write(octet);
                Thread.onSpinWait();
            }
            client.settings();
            client.get(1, "/");
            assertThat(client.answer(1).status()).isEqualTo(404);
        }
    }

    @Test
    void whatIsNoHttpAtAllGetsNoAnswer() throws IOException {
        try (Gateway gateway = new Gateway(Gateway.settings());
                Client client = gateway.connect()) {
            client.send("INVALID CONNECTION PREFACE\r\n\r\n");
            assertThat(client.rest()).isEmpty();
        }
    }
}
