package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.FrameClient.Frame;
import dev.sekisho.model.http.ForwardPolicy;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CopyOnWriteArrayList;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What pods allow on their connections of HTTP/2, at first and later.
class Http2PodLimitsTest {

    private static final int MAX_STREAMS = 3;
    private static final int INITIAL_WINDOW = 4;
    private static final Duration LONG = Duration.ofSeconds(60);

    private Gateway gateway;

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

    private static void readOn(FrameClient talk) throws IOException {
        while (talk.read() != null) {}
    }

    @Test
    void thePodsBoundOfStreamsIsKeptByMoreConnections() throws IOException {
        CountDownLatch all = new CountDownLatch(5);
        AtomicInteger most = new AtomicInteger();
        try (Http2Pod pod =
                Http2Pod.scripted(
                        talk -> {
                            List<Integer> streams = new ArrayList<>();
                            while (true) {
                                Frame frame = talk.await(f -> f.type() == FrameClient.HEADERS);
                                streams.add(frame.stream());
                                most.accumulateAndGet(streams.size(), Math::max);
                                all.countDown();
                                if (streams.size() == 2 || all.getCount() == 0) {
                                    Origin.awaited(all);
                                    for (int id : streams) {
                                        Http2Pod.say(talk, id, "x");
                                    }
                                    streams.clear();
                                }
                            }
                        },
                        MAX_STREAMS,
                        2)) {
            gateway.servingHttp2(pod);
            try (FrameClient client = connect()) {
                for (int id = 1; id < 11; id += 2) {
                    client.get(id, "/");
                }
                for (int i = 0; i < 5; i++) {
                    client.await(Frame::ends);
                }
                assertThat(pod.connections()).isEqualTo(3);
                assertThat(most).hasValue(2);
            }
        }
    }

    @Test
    void aPodThatTakesNoStreamsIsNoPod() throws IOException {
        try (Http2Pod pod = Http2Pod.scripted(Http2PodLimitsTest::readOn, MAX_STREAMS, 0);
                Client client = gateway.servingHttp2(pod).connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(502);
            assertThat(pod.connections()).isEqualTo(1);
            await().untilAsserted(() -> assertThat(pod.ended()).isEqualTo(1));
        }
    }

    @Test
    void whatAPodWithoutStreamsCannotTakeAnotherServes() throws IOException {
        try (Http2Pod none = Http2Pod.scripted(Http2PodLimitsTest::readOn, MAX_STREAMS, 0);
                Http2Pod some = Http2Pod.saying("some");
                Client client = gateway.servingHttp2(none, some).connect()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("/").read().body()).isEqualTo("some");
            }
        }
    }

    @Test
    void anEndpointThatIsRemovedBeforeItsSettingsCameGetsNothing() throws IOException {
        CountDownLatch removed = new CountDownLatch(1);
        try (Origin before =
                        Origin.scripted(talk -> {
                            talk.in().readNBytes(Http2Pod.PREFACE_BYTES);
                            Origin.awaited(removed);
                            talk.send("\0\0\0\4\0\0\0\0\0");
                            talk.in().readAllBytes();
                        });
                Http2Pod after = Http2Pod.saying("after")) {
            gateway.servingHttp2(ForwardPolicy.DEFAULT, List.of(before.endpoint()));
            try (Client waiting = gateway.connect().get("/")) {
                await().untilAsserted(() -> assertThat(before.connections()).isEqualTo(1));
                gateway.servingHttp2(after);
                try (Client other = gateway.connect()) {
                    assertThat(other.get("/").read().body()).isEqualTo("after");
                }
                removed.countDown();
                assertThat(waiting.read().body()).isEqualTo("after");
                await().untilAsserted(() -> assertThat(before.ended()).isEqualTo(1));
                assertThat(before.connections()).isEqualTo(1);
            }
        }
    }

    @Test
    void aConnectionWhosePodTakesFewerStreamsNowGetsNoMore() throws IOException {
        CountDownLatch lowered = new CountDownLatch(1);
        AtomicInteger connections = new AtomicInteger();
        try (Http2Pod pod =
                Http2Pod.scripted(
                        talk -> {
                            if (connections.incrementAndGet() > 1) {
                                Http2Pod.say(talk, Http2Pod.request(talk).stream(), "second");
                                readOn(talk);
                                return;
                            }
                            for (int i = 0; i < 5; i++) {
                                talk.await(f -> f.type() == FrameClient.HEADERS);
                            }
                            talk.settings(MAX_STREAMS, 2);
                            talk.await(f -> isAck(f));
                            lowered.countDown();
                            Http2Pod.say(talk, Http2Pod.request(talk).stream(), "first");
                        },
                        MAX_STREAMS,
                        10)) {
            gateway.servingHttp2(pod);
            try (FrameClient client = connect()) {
                for (int id = 1; id < 11; id += 2) {
                    client.get(id, "/");
                }
                Origin.awaited(lowered);
                client.get(11, "/");
                assertThat(client.answer(11).body()).isEqualTo("second");
            }
        }
    }

    /// What came while the pod was connected to is not taken before the pod takes it.
    @Test
    void aPodWithoutAWindowHoldsItsClientFromTheBeginning() throws IOException {
        CountDownLatch sent = new CountDownLatch(1);
        CountDownLatch came = new CountDownLatch(1);
        CountDownLatch looked = new CountDownLatch(1);
        try (Origin pod =
                Origin.scripted(talk -> {
                    talk.in().readNBytes(Http2Pod.PREFACE_BYTES);
                    FrameClient frames = new FrameClient(talk.socket());
                    Origin.awaited(sent);
                    frames.settings(INITIAL_WINDOW, 0);
                    Frame head = frames.await(f -> f.type() == FrameClient.HEADERS);
                    came.countDown();
                    Origin.awaited(looked);
                    frames.number(FrameClient.WINDOW_UPDATE, head.stream(), 65_536);
                    frames.number(FrameClient.WINDOW_UPDATE, 0, 65_536);
                    String body = Http2Pod.request(frames, head).body();
                    Http2Pod.say(frames, head.stream(), "" + body.length());
                })) {
            gateway.servingHttp2(ForwardPolicy.DEFAULT, List.of(pod.endpoint()));
            try (FrameClient client = connect()) {
                client.headers(1, 0, FrameClient.request("POST", "/"));
                for (int i = 0; i < 5; i++) {
                    client.data(1, "x".repeat(13_107), 0);
                }
                assertThat(untilPong(client, 1)).noneMatch(Http2PodLimitsTest::isWindowOfOne);
                sent.countDown();
                Origin.awaited(came);
                assertThat(untilPong(client, 2)).noneMatch(Http2PodLimitsTest::isWindowOfOne);
                looked.countDown();
                client.await(Http2PodLimitsTest::isWindowOfOne);
                client.data(1, "x", FrameClient.END_STREAM);
                assertThat(client.answer(1).body()).isEqualTo("65536");
            }
        }
    }

    /// RFC 9113 6.9.2: what was sent counts against the new window, too, which may be negative
    /// then.
    @Test
    void aPodThatMakesItsWindowsSmallerGetsNoMoreThanThat() throws IOException {
        CountDownLatch lowered = new CountDownLatch(1);
        CountDownLatch sent = new CountDownLatch(1);
        List<Frame> surplus = new CopyOnWriteArrayList<>();
        try (Http2Pod pod =
                        Http2Pod.scripted(talk -> {
                            int id = talk.await(f -> f.type() == FrameClient.HEADERS).stream();
                            receive(talk, id, 30_000);
                            talk.settings(INITIAL_WINDOW, 10_000);
                            talk.await(Http2PodLimitsTest::isAck);
                            lowered.countDown();
                            Origin.awaited(sent);
                            surplus.addAll(untilPong(talk, 1));
                            talk.number(FrameClient.WINDOW_UPDATE, id, 20_000);
                            surplus.addAll(untilPong(talk, 2));
                            talk.number(FrameClient.WINDOW_UPDATE, id, 4_000);
                            assertThat(receive(talk, id, 4_000)).isEqualTo(4_000);
                            surplus.addAll(untilPong(talk, 3));
                            talk.number(FrameClient.WINDOW_UPDATE, id, 1_000);
                            receive(talk, id, 1_000);
                            Http2Pod.say(talk, id, "all");
                        });
                FrameClient client = connect()) {
            gateway.servingHttp2(pod);
            client.headers(1, FrameClient.NO_FLAGS, FrameClient.request("POST", "/"));
            client.data(1, "x".repeat(15_000), FrameClient.NO_FLAGS);
            client.data(1, "x".repeat(15_000), FrameClient.NO_FLAGS);
            Origin.awaited(lowered);
            client.data(1, "x".repeat(5_000), FrameClient.END_STREAM);
            assertThat(untilPong(client, 9)).noneMatch(f -> f.type() == FrameClient.RESET);
            sent.countDown();
            assertThat(client.answer(1).body()).isEqualTo("all");
            assertThat(surplus).noneMatch(f -> f.type() == FrameClient.DATA);
        }
    }

    /// What the pod says meanwhile is no reason to wait longer.
    @Test
    void aPodThatSpeaksButTakesNothingHasItsTimeForThat() throws IOException {
        CountDownLatch stuck = new CountDownLatch(1);
        Duration brief = Duration.ofMillis(500);
        ForwardPolicy hasty = new ForwardPolicy(LONG, LONG, brief, 1, 0);
        try (Http2Pod pod =
                        Http2Pod.scripted(
                                talk -> {
                                    int id =
                                            talk
                                                    .await(f -> f.type() == FrameClient.HEADERS)
                                                    .stream();
                                    Origin.awaited(stuck);
                                    talk.headers(id, 0, ":status", "200");
                                    talk.data(id, "one piece", 0);
                                    readOn(talk);
                                },
                                INITIAL_WINDOW,
                                0);
                FrameClient client = connect()) {
            gateway.servingHttp2(hasty, pod);
            client.headers(1, 0, FrameClient.request("POST", "/"));
            for (int i = 0; i < 3; i++) {
                client.frame(FrameClient.DATA, 0, 1, new byte[16_384]);
            }
            untilPong(client, 1);
            stuck.countDown();
            client.await(FrameClient.DATA, 1);
            // The pod of this test would give up by itself after eight seconds.
            client.socket().setSoTimeout(4000);
            client.await(FrameClient.RESET, 1);
        }
    }

    @Test
    void anotherConnectionIsMadeBeforeThePodTakesNoMore() throws IOException {
        AtomicInteger requests = new AtomicInteger();
        try (Http2Pod pod =
                        Http2Pod.scripted(
                                talk -> {
                                    while (talk.await(f -> f.type() == FrameClient.HEADERS)
                                            != null) {
                                        requests.incrementAndGet();
                                    }
                                },
                                MAX_STREAMS,
                                8);
                FrameClient client = connect()) {
            gateway.servingHttp2(pod);
            client.get(1, "/");
            await().until(() -> requests.get() == 1);
            for (int id = 3; id <= 11; id += 2) {
                client.get(id, "/");
            }
            await().until(() -> requests.get() == 6);
            assertThat(pod.connections()).isEqualTo(1);
            client.get(13, "/");
            await().until(() -> requests.get() == 7);
            await().untilAsserted(() -> assertThat(pod.connections()).isEqualTo(2));
        }
    }

    /// Takes at least so many bytes of the body; says how many came.
    private static int receive(FrameClient talk, int stream, int bytes) throws IOException {
        int received = 0;
        while (received < bytes) {
            received += talk.await(FrameClient.DATA, stream).length();
        }
        return received;
    }

    private static boolean isWindowOfOne(Frame frame) {
        return frame.type() == FrameClient.WINDOW_UPDATE && frame.stream() == 1;
    }

    /// All that came before the answer to a ping.
    private static List<Frame> untilPong(FrameClient client, long data) throws IOException {
        client.ping(data);
        List<Frame> frames = new ArrayList<>();
        Frame frame = client.await(_ -> true);
        while (frame.type() != FrameClient.PING) {
            frames.add(frame);
            frame = client.await(_ -> true);
        }
        return frames;
    }

    private static boolean isAck(Frame frame) {
        return frame.type() == FrameClient.SETTINGS && frame.flags() == FrameClient.ACK;
    }
}
