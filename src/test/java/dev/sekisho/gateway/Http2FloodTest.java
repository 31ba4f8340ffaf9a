package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.FrameClient.Frame;
import java.io.IOException;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.util.Arrays;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Each known flood of frames ends its connection early, and no other.
class Http2FloodTest {

    private static final int FEW = 200;
    private static final int SOME = 1000;

    private Gateway gateway;
    private Origin pod;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(Gateway.settings());
        pod = Origin.scripted(talk -> talk.in().readAllBytes());
        gateway.serving(pod);
    }

    @AfterEach
    void stop() throws IOException {
        pod.close();
        gateway.close();
    }

    /// Sends the frames of one round.
    @FunctionalInterface
    private interface Round {
        void send(FrameClient client, int round) throws IOException;
    }

    /// Sends rounds of so many frames until the connection is closed, but not more than may be
    /// needed, and returns how many frames that took.
    private int flood(int frames, int most, Round round) throws IOException {
        try (FrameClient client = FrameClient.connect(gateway.port());
                FrameClient bystander = FrameClient.connect(gateway.port())) {
            client.socket().setSoTimeout(1);
            int sent = 0;
            boolean open = true;
            for (int i = 0; open && sent < most; i++) {
                open = isSent(client, round, i);
                sent += frames;
                open &= sent % 10 != 0 || !isClosed(client);
            }
            client.socket().setSoTimeout(3000);
            assertThat(isEnded(client)).as("the connection is closed").isTrue();
            bystander.get(1, "/", "host", "nobody.test");
            assertThat(bystander.answer(1).status()).isEqualTo(400);
            return sent;
        }
    }

    private static boolean isSent(FrameClient client, Round round, int number) throws IOException {
        try {
            round.send(client, number);
            return true;
        } catch (SocketException closed) {
            return false;
        }
    }

    /// Reads what has come. A `GOAWAY` alone is not the end: what is open is still served.
    private static boolean isClosed(FrameClient client) throws IOException {
        try {
            return isEnded(client);
        } catch (SocketTimeoutException open) {
            return false;
        }
    }

    private static boolean isEnded(FrameClient client) throws IOException {
        Frame frame = client.read();
        while (frame != null) {
            frame = client.read();
        }
        return true;
    }

    private static void open(FrameClient client, int round) throws IOException {
        client.headers(2 * round + 1, 0, FrameClient.request("POST", "/"));
    }

    @Test
    void rapidReset() throws IOException {
        int sent =
                flood(
                        2,
                        FEW,
                        (client, round) -> {
                            open(client, round);
                            client.number(FrameClient.RESET, 2 * round + 1, 8);
                        });
        assertThat(sent).isLessThanOrEqualTo(FEW);
    }

    /// What is counted for ever would make descriptors seem short, and close other connections.
    @Test
    void requestsThatAreResetBeforeTheirConnectBeginsLeaveNothingCounted() throws IOException {
        try (FrameClient client = FrameClient.connect(gateway.port())) {
            client.resetAtOnce(20);
            client.ping(1);
            client.await(frame -> frame.type() == FrameClient.PING);
            await().untilAsserted(() -> assertThat(upstreamConnections()).isZero());
        }
    }

    private double upstreamConnections() {
        return Samples.of(gateway, "sekisho_upstream_connections{0}")
                + Samples.of(gateway, "sekisho_upstream_connections{1}");
    }

    @Test
    void madeYouResetByWindowUpdates() throws IOException {
        flood(
                2,
                FEW,
                (client, round) -> {
                    open(client, round);
                    client.number(FrameClient.WINDOW_UPDATE, 2 * round + 1, 0);
                });
    }

    @Test
    void madeYouResetByOverflow() throws IOException {
        flood(
                2,
                FEW,
                (client, round) -> {
                    open(client, round);
                    client.number(FrameClient.WINDOW_UPDATE, 2 * round + 1, Integer.MAX_VALUE);
                });
    }

    @Test
    void madeYouResetByPriority() throws IOException {
        flood(
                2,
                FEW,
                (client, round) -> {
                    int id = 2 * round + 1;
                    open(client, round);
                    client.frame(FrameClient.PRIORITY, 0, id, new byte[] {0, 0, 0, (byte) id, 0});
                });
    }

    @Test
    void malformedRequests() throws IOException {
        flood(
                1,
                FEW,
                (client, round) ->
                        client.headers(
                                2 * round + 1,
                                FrameClient.END_STREAM,
                                FrameClient.request("GET", "/", "X", "y")));
    }

    @Test
    void emptyContinuations() throws IOException {
        flood(
                1,
                FEW,
                (client, round) -> {
                    if (round == 0) {
                        client.frame(FrameClient.HEADERS, 0, 1, FrameClient.block("x", "y"));
                    } else {
                        client.frame(FrameClient.CONTINUATION, 0, 1);
                    }
                });
    }

    @Test
    void smallContinuations() throws IOException {
        flood(
                1,
                FEW,
                (client, round) -> {
                    int type = round == 0 ? FrameClient.HEADERS : FrameClient.CONTINUATION;
                    client.frame(type, 0, 1, FrameClient.block("x", "y".repeat(396)));
                });
    }

    @Test
    void emptyData() throws IOException {
        flood(
                1,
                FEW,
                (client, round) -> {
                    if (round == 0) {
                        open(client, 0);
                    } else {
                        client.data(1, "", 0);
                    }
                });
    }

    @Test
    void paddingWithoutData() throws IOException {
        flood(
                1,
                FEW,
                (client, round) -> {
                    if (round == 0) {
                        open(client, 0);
                    } else {
                        client.frame(FrameClient.DATA, FrameClient.PADDED, 1, new byte[] {2, 0, 0});
                    }
                });
    }

    @Test
    void pings() throws IOException {
        flood(1, SOME, (client, round) -> client.ping(round));
    }

    @Test
    void settings() throws IOException {
        flood(1, SOME, (client, round) -> client.settings());
    }

    @Test
    void acknowledgements() throws IOException {
        flood(1, SOME, (client, round) -> client.frame(FrameClient.SETTINGS, FrameClient.ACK, 0));
    }

    @Test
    void priorities() throws IOException {
        flood(
                1,
                FEW,
                (client, round) ->
                        client.frame(
                                FrameClient.PRIORITY,
                                0,
                                2 * round + 1,
                                new byte[] {0, 0, 0, 0, 1}));
    }

    @Test
    void windowUpdates() throws IOException {
        flood(1, FEW, (client, round) -> client.number(FrameClient.WINDOW_UPDATE, 0, 1));
    }

    /// The response goes out an octet at a time.
    @Test
    void windowsThatOpenByOneOctet() throws IOException {
        try (Origin large = Origin.saying("x".repeat(1 << 20))) {
            gateway.serving(large);
            flood(
                    1,
                    SOME,
                    (client, round) -> {
                        if (round == 0) {
                            client.settings(4, 0);
                            client.get(1, "/");
                            client.socket().setSoTimeout(3000);
                            client.await(FrameClient.HEADERS, 1);
                            client.socket().setSoTimeout(1);
                        } else {
                            client.number(FrameClient.WINDOW_UPDATE, 1, 1);
                        }
                    });
        }
    }

    @Test
    void unknownFrames() throws IOException {
        flood(1, FEW, (client, round) -> client.frame(0x42, 0, 0));
    }

    /// One entry of the table, referred to by one byte again and again: each request would be a
    /// megabyte.
    @Test
    void referencesToOneLargeField() throws IOException {
        flood(
                1,
                FEW,
                (client, round) ->
                        bomb(client, 2 * round + 1, round == 0 ? largeEntry() : references()));
        assertFewWereDecoded();
    }

    /// The table with the large field, and blocks that refer to it.
    private static void bomb(FrameClient client, int id, byte[] block) throws IOException {
        client.frame(FrameClient.HEADERS, 5, id, block);
    }

    private static byte[] largeEntry() {
        byte[] entry = FrameClient.block("x", "y".repeat(3900));
        entry[0] = 0x40;
        return entry;
    }

    private static byte[] references() {
        byte[] references = new byte[16_000];
        Arrays.fill(references, (byte) 0xbe);
        return references;
    }

    /// Each such block costs as much as a thousand requests.
    private void assertFewWereDecoded() {
        assertThat(Samples.of(gateway, "sekisho_http2_glitches_total{FIELDS_TOO_LARGE}"))
                .isBetween(1.0, 5.0);
    }

    @Test
    void referencesAsTrailers() throws IOException {
        flood(
                2,
                FEW,
                (client, round) -> {
                    open(client, round);
                    bomb(client, 2 * round + 1, round == 0 ? largeEntry() : references());
                });
        assertFewWereDecoded();
    }

    /// A request that has its stream, the first, reset by us.
    private static void malformed(FrameClient client) throws IOException {
        client.headers(1, 0, FrameClient.request("POST", "/", "X", "y"));
    }

    @Test
    void referencesOnAStreamThatWasReset() throws IOException {
        flood(
                1,
                FEW,
                (client, round) -> {
                    if (round == 0) {
                        malformed(client);
                    } else {
                        bomb(client, 1, round == 1 ? largeEntry() : references());
                    }
                });
        assertFewWereDecoded();
    }

    @Test
    void fieldsOnAStreamThatWasReset() throws IOException {
        flood(
                1,
                FEW,
                (client, round) -> {
                    if (round == 0) {
                        malformed(client);
                    } else {
                        client.headers(1, FrameClient.END_STREAM, "x", "y");
                    }
                });
    }

    @Test
    void crumbsOfCookies() throws IOException {
        String[] crumbs = new String[600];
        for (int i = 0; i < crumbs.length; i += 2) {
            crumbs[i] = "cookie";
            crumbs[i + 1] = "";
        }
        flood(
                1,
                FEW,
                (client, round) ->
                        client.headers(
                                2 * round + 1,
                                FrameClient.END_STREAM,
                                FrameClient.request("GET", "/", crumbs)));
    }

    @Test
    void moreStreamsThanAgreedOn() throws IOException {
        flood(
                1,
                FEW + 128,
                (client, round) ->
                        client.headers(
                                2 * round + 1,
                                FrameClient.END_STREAM,
                                FrameClient.request("GET", "/")));
    }
}
