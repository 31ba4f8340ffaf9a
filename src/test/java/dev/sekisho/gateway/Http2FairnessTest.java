package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.FrameClient.Frame;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What one stream does, or its client, leaves the other streams of a connection alone.
class Http2FairnessTest {

    private static final int STREAM_WINDOW = 65_535;
    private static final int LARGE = 1 << 20;
    private static final int MAX_STREAMS = 3;
    private static final int INITIAL_WINDOW_SIZE = 4;
    private static final int REFUSED_STREAM = 7;

    private Gateway gateway;

    /// All clients share one loop, and so a connection to a pod.
    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(Gateway.settings(), new EpollEventLoopGroup(1));
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private FrameClient connect() throws IOException {
        return FrameClient.connect(gateway.port());
    }

    @Test
    void aConnectionThatHasEnoughToDoIsJoinedByAnother() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (Http2Pod pod =
                        Http2Pod.scripted(talk -> {
                            while (talk.await(f -> f.type() == FrameClient.HEADERS) != null) {
                                requests.incrementAndGet();
                            }
                        });
                FrameClient one = connect();
                FrameClient two = connect()) {
            gateway.servingHttp2(pod);
            for (int id = 1; id < 128; id += 2) {
                one.get(id, "/");
                two.get(id, "/");
            }
            await().untilAsserted(() -> assertThat(requests).hasValue(128));
            assertThat(pod.connections()).isEqualTo(1);
            one.get(129, "/");
            await().untilAsserted(() -> assertThat(pod.connections()).isEqualTo(2));
        }
    }

    @ParameterizedTest
    @ValueSource(ints = {1, 2, 3})
    void downloadsThatAreNotTakenDoNotHoldUpAnother(int idle) throws IOException {
        try (Origin pod = Origin.saying("x".repeat(LARGE));
                FrameClient client = connect()) {
            gateway.serving(pod);
            client.number(FrameClient.WINDOW_UPDATE, 0, 1 << 30);
            for (int i = 0; i < idle; i++) {
                client.get(2 * i + 1, "/");
                takeWindow(client, 2 * i + 1);
            }
            int id = 2 * idle + 1;
            client.number(FrameClient.WINDOW_UPDATE, 0, 1 << 20);
            client.get(id, "/");
            client.number(FrameClient.WINDOW_UPDATE, id, 1 << 29);
            assertThat(client.answer(id).body()).hasSize(LARGE);
        }
    }

    /// Reads a response as far as its first window goes.
    private static void takeWindow(FrameClient client, int id) throws IOException {
        int got = 0;
        while (got < STREAM_WINDOW) {
            got += client.await(FrameClient.DATA, id).length();
        }
    }

    /// Sends as much of a body as the window of a new stream lets it.
    private static void fill(FrameClient client, int id) throws IOException {
        client.headers(id, 0, FrameClient.request("POST", "/stuck"));
        for (int left = STREAM_WINDOW; left > 0; left -= 16_384) {
            client.frame(FrameClient.DATA, 0, id, new byte[Math.min(left, 16_384)]);
        }
    }

    /// Sends a body in frames of a quarter of its window, as the windows allow.
    private static void upload(FrameClient client, int id, int bytes, int connectionWindow)
            throws IOException {
        client.headers(id, 0, FrameClient.request("POST", "/taken"));
        int all = connectionWindow;
        int own = STREAM_WINDOW;
        int left = bytes;
        while (left > 0) {
            int most = Math.min(Math.min(own, all), Math.min(16_384, left));
            if (most == 0) {
                Frame update = client.await(f -> f.type() == FrameClient.WINDOW_UPDATE);
                own += update.stream() == id ? update.number() : 0;
                all += update.stream() == 0 ? update.number() : 0;
                continue;
            }
            left -= most;
            own -= most;
            all -= most;
            int flags = left == 0 ? FrameClient.END_STREAM : 0;
            client.frame(FrameClient.DATA, flags, id, new byte[most]);
        }
    }

    /// Takes the bodies of requests for `/taken` and answers them, and no other.
    private static Http2Pod choosy() throws IOException {
        return Http2Pod.scripted(
                talk -> {
                    Set<Integer> taken = new HashSet<>();
                    talk.number(FrameClient.WINDOW_UPDATE, 0, 1 << 28);
                    while (true) {
                        Frame frame = talk.await(f -> f.type() <= FrameClient.HEADERS);
                        int id = frame.stream();
                        if (frame.type() == FrameClient.HEADERS
                                && "/taken".contentEquals(talk.decode(frame).path())) {
                            taken.add(id);
                            talk.number(FrameClient.WINDOW_UPDATE, id, 1 << 28);
                        }
                        if (frame.ends() && taken.contains(id)) {
                            Http2Pod.say(talk, id, "all");
                        }
                    }
                },
                INITIAL_WINDOW_SIZE,
                0);
    }

    @Test
    void uploadsThatAPodDoesNotTakeDoNotHoldUpThoseOfAnotherClient() throws IOException {
        try (Http2Pod pod = choosy();
                FrameClient one = connect();
                FrameClient other = connect()) {
            gateway.servingHttp2(pod);
            fill(one, 1);
            fill(one, 3);
            upload(other, 1, LARGE, 3 * STREAM_WINDOW);
            assertThat(other.answer(1).body()).isEqualTo("all");
            assertThat(pod.connections()).isEqualTo(1);
        }
    }

    @Test
    void uploadsThatAPodDoesNotTakeLeaveRoomForAnother() throws IOException {
        try (Http2Pod pod =
                        Http2Pod.scripted(
                                talk -> {
                                    while (talk.read() != null) {}
                                },
                                INITIAL_WINDOW_SIZE,
                                0);
                Http2Pod taking = choosy();
                FrameClient client = connect()) {
            gateway.servingHttp2(pod);
            fill(client, 1);
            fill(client, 3);
            client.ping(1);
            client.await(FrameClient.PING, 0);
            gateway.servingHttp2(taking);
            upload(client, 5, LARGE, STREAM_WINDOW);
            assertThat(client.answer(5).body()).isEqualTo("all");
        }
    }

    @Test
    void whatWasUnderWayForAClientThatIsGoneIsNoFaultOfThePod() throws IOException {
        CountDownLatch gone = new CountDownLatch(1);
        List<Integer> streams = new CopyOnWriteArrayList<>();
        try (Http2Pod pod =
                        Http2Pod.scripted(
                                talk -> {
                                    while (streams.size() < 101) {
                                        streams.add(
                                                talk
                                                        .await(f -> f.type() == FrameClient.HEADERS)
                                                        .stream());
                                    }
                                    Origin.awaited(gone);
                                    for (int id : streams.subList(1, 101)) {
                                        talk.headers(id, 0, ":status", "200");
                                        talk.data(id, "late", 0);
                                        talk.data(id, "later", 0);
                                        talk.data(id, "latest", FrameClient.END_STREAM);
                                    }
                                    Http2Pod.say(talk, streams.getFirst(), "hello");
                                    while (talk.read() != null) {}
                                },
                                MAX_STREAMS,
                                1000);
                FrameClient stays = connect();
                FrameClient leaves = connect()) {
            gateway.servingHttp2(pod);
            stays.headers(1, FrameClient.END_STREAM, FrameClient.request("POST", "/"));
            await().until(() -> streams.size() == 1);
            leaves.getAtOnce(100, "/");
            await().until(() -> streams.size() == 101);
            leaves.socket().setSoLinger(true, 0);
            leaves.socket().close();
            await().untilAsserted(() -> assertThat(connections()).isEqualTo(1));
            gone.countDown();
            assertThat(stays.answer(1).body()).isEqualTo("hello");
        }
    }

    private double connections() {
        return Samples.of(gateway, "sekisho_connections{0}");
    }

    /// Bodies that were on their way when their requests were answered.
    @Test
    void bodiesThatComeAfterTheirAnswersAreNoFloods() throws IOException {
        try (FrameClient client = connect()) {
            for (int id = 1; id < 240; id += 2) {
                client.headers(id, 0, FrameClient.request("POST", "/nobody"));
                assertThat(client.answer(id).status()).isEqualTo(404);
            }
            for (int id = 1; id < 240; id += 2) {
                client.data(id, "late", FrameClient.END_STREAM);
            }
            client.get(241, "/nobody");
            assertThat(client.answer(241).status()).isEqualTo(404);
        }
    }

    @Test
    void resetsOfStreamsThatAreOverAreNoFloods() throws IOException {
        try (FrameClient client = connect()) {
            for (int id = 1; id < 240; id += 2) {
                client.headers(id, 0, FrameClient.request("POST", "/nobody"));
                client.await(FrameClient.RESET, id);
                client.number(FrameClient.RESET, id, 0);
            }
            client.get(241, "/nobody");
            assertThat(client.answer(241).status()).isEqualTo(404);
        }
    }

    /// Each reset makes the rest wait for its turn.
    @Test
    void whatWaitsForItsTurnIsServedAfterTheEndOfTheInput() throws IOException {
        try (Origin pod = Origin.saying("hello");
                FrameClient client = connect()) {
            gateway.serving(pod);
            client.resetAtOnce(20);
            client.get(41, "/");
            client.socket().shutdownOutput();
            assertThat(client.answer(41).body()).isEqualTo("hello");
        }
    }

    /// The first names a field of 3,900 octets, the others refer to it four times each.
    @Test
    void headsThatAreMadeOfReferencesAreBounded() throws IOException {
        try (Origin silent = Origin.scripted(talk -> talk.in().readAllBytes());
                FrameClient client = connect()) {
            gateway.serving(silent);
            byte[] entry = FrameClient.block("x", "y".repeat(3900));
            entry[0] = 0x40;
            byte[] references = {(byte) 0xbe, (byte) 0xbe, (byte) 0xbe, (byte) 0xbe};
            for (int id = 1; id < 2 * 100; id += 2) {
                byte[] request = FrameClient.block(FrameClient.request("GET", "/"));
                byte[] block = join(request, id == 1 ? entry : references);
                client.frame(FrameClient.HEADERS, 5, id, block);
            }
            Frame refused = client.await(f -> f.type() == FrameClient.RESET);
            assertThat(refused.number()).isEqualTo(REFUSED_STREAM);
            assertThat(refused.stream()).isBetween(2 * 60, 2 * 70);
        }
    }

    private static byte[] join(byte[] one, byte[] two) {
        byte[] both = new byte[one.length + two.length];
        System.arraycopy(one, 0, both, 0, one.length);
        System.arraycopy(two, 0, both, one.length, two.length);
        return both;
    }

    /// A body of single octets, most of which have to wait, is what it was.
    @ParameterizedTest
    @ValueSource(strings = {"chunked", "announced", "h2"})
    void smallPiecesOfABodyThatHasToWaitStayInOrder(String kind) throws IOException {
        String body = "0123456789abcdef".repeat(250);
        CountDownLatch sent = new CountDownLatch(1);
        Origin http1 =
                Origin.scripted(talk -> {
                    talk.readHead();
                    Origin.awaited(sent);
                    talk.send(
                            Origin.ok(
                                    kind.equals("chunked")
                                            ? Client.chunks(talk.in())
                                            : new String(
                                                    talk.in().readNBytes(body.length()),
                                                    StandardCharsets.ISO_8859_1)));
                });
        Http2Pod http2 =
                Http2Pod.scripted(
                        talk -> {
                            Origin.awaited(sent);
                            talk.settings(INITIAL_WINDOW_SIZE, STREAM_WINDOW);
                            Http2Pod.Request request = Http2Pod.request(talk);
                            Http2Pod.say(talk, request.stream(), request.body());
                        },
                        INITIAL_WINDOW_SIZE,
                        1);
        try (http1;
                http2;
                FrameClient client = connect()) {
            if (kind.equals("h2")) {
                gateway.servingHttp2(http2);
            } else {
                gateway.serving(http1);
            }
            String[] length = {"content-length", "" + body.length()};
            client.headers(
                    1,
                    0,
                    FrameClient.request(
                            "POST", "/", kind.equals("announced") ? length : new String[0]));
            for (int i = 0; i < body.length(); i++) {
                client.data(1, body.substring(i, i + 1), 0);
            }
            client.data(1, "", FrameClient.END_STREAM);
            client.ping(1);
            client.await(FrameClient.PING, 0);
            sent.countDown();
            assertThat(client.answer(1).body()).isEqualTo(body);
        }
    }
}
