package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.Client.Reply;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicLong;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// What goes through a tunnel, and how it ends, on each transport.
class TunnelTest {

    private final KeptLog log = new KeptLog();
    private @Nullable Gateway started;

    static List<Supplier<EventLoopGroup>> transports() {
        return List.of(() -> new EpollEventLoopGroup(1), () -> new NioEventLoopGroup(1));
    }

    private Gateway start(Supplier<EventLoopGroup> loops) throws IOException {
        started = new Gateway(Gateway.settings(), loops.get(), log.log());
        return started;
    }

    @AfterEach
    void stop() {
        log.close();
    }

    private double open() {
        return started == null ? 0 : Samples.of(started, "sekisho_tunnels_open");
    }

    private double ended(String end) {
        return started == null
                ? 0
                : Samples.of(started, "sekisho_tunnels_ended_total{" + end + "}");
    }

    private boolean isEverythingClosed(Origin pod) {
        return pod.ended() == pod.connections()
                && started != null
                && started.plane().openConnections() == 0
                && Samples.of(started, "sekisho_upstream_connections{0}") == 0;
    }

    @ParameterizedTest
    @MethodSource("transports")
    void whatEachSideSaysComesToTheOther(Supplier<EventLoopGroup> loops) throws IOException {
        try (Origin pod = WebSockets.echoing();
                Gateway gateway = start(loops).serving(pod);
                Client client = gateway.connect().send(WebSockets.OFFER)) {
            Reply reply = client.readHeadOnly();

            assertThat(reply.status()).isEqualTo(101);
            assertThat(reply.has("Connection: upgrade")).isTrue();
            assertThat(reply.has("Upgrade: websocket")).isTrue();
            assertThat(reply.has("Sec-WebSocket-Accept: " + WebSockets.ACCEPT)).isTrue();
            assertThat(reply.has("Sec-WebSocket-Protocol: chat")).isTrue();
            assertThat(pod.lastHead())
                    .startsWith("GET /chat?room=1 HTTP/1.1\r\n")
                    .containsOnlyOnce("Connection: upgrade\r\n")
                    .containsOnlyOnce("Upgrade: websocket\r\n")
                    .contains("Sec-WebSocket-Key: " + WebSockets.KEY + "\r\n")
                    .contains("X-Forwarded-For: 127.0.0.1\r\n")
                    .doesNotContain("keep-alive");

            WebSockets.converse(client, "hello");
            WebSockets.converse(client, "GET / HTTP/1.1\r\n\r\n");
            assertThat(open()).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void bytesAreCountedAndLoggedAtTheEnd(Supplier<EventLoopGroup> loops) throws IOException {
        try (Origin pod = WebSockets.echoing();
                Gateway gateway = start(loops).serving(pod)) {
            String head;
            try (Client client = gateway.connect().send(WebSockets.OFFER)) {
                head = client.readHead();
                WebSockets.converse(client, "x".repeat(1000));
                assertThat(log.text()).isEmpty();
                assertThat(Samples.of(gateway, "sekisho_tunnel_bytes_total{client}"))
                        .isEqualTo(1000);
            }
            await().until(() -> isEverythingClosed(pod));

            assertThat(open()).isZero();
            assertThat(Samples.of(gateway, "sekisho_tunnels_total")).isEqualTo(1);
            assertThat(Samples.of(gateway, "sekisho_tunnel_bytes_total{pod}")).isEqualTo(1000);
            await().until(() -> !log.text().isEmpty());
            assertThat(log.text())
                    .containsOnlyOnce("\n")
                    .contains("\"status\":101")
                    .contains(":" + (1000 + WebSockets.OFFER.length()) + ",")
                    .contains(":" + (1000 + head.length()) + ",");
        }
    }

    /// As with a Close frame that is answered: the pod ends, the client sees that and ends, too.
    @ParameterizedTest
    @MethodSource("transports")
    void theEndOfOneSideDoesNotCutTheOther(Supplier<EventLoopGroup> loops) throws IOException {
        try (Origin pod =
                        WebSockets.taking(talk -> {
                            talk.socket().shutdownOutput();
                            String all = WebSockets.take(talk.in(), 1 << 20);
                            assertThat(all).hasSize(500_000);
                        });
                Gateway gateway = start(loops).serving(pod);
                Client client = WebSockets.open(gateway)) {
            assertThat(client.in().read()).isEqualTo(-1);
            assertThat(open()).isEqualTo(1);

            client.send("x".repeat(500_000));
            client.socket().shutdownOutput();

            await().until(() -> isEverythingClosed(pod));
            assertThat(ended("client")).isEqualTo(1);
            assertThat(Samples.of(gateway, "sekisho_tunnel_bytes_total{client}"))
                    .isEqualTo(500_000);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aClientThatEndsItsSideStillGetsWhatThePodSays(Supplier<EventLoopGroup> loops)
            throws IOException {
        try (Origin pod =
                        WebSockets.taking(talk -> {
                            String all = WebSockets.take(talk.in(), 1 << 20);
                            talk.send(all + " " + all.length());
                        });
                Gateway gateway = start(loops).serving(pod);
                Client client = WebSockets.open(gateway)) {
            client.send("bye");
            client.socket().shutdownOutput();

            assertThat(client.rest()).isEqualTo("bye 3");
            await().until(() -> isEverythingClosed(pod));
            assertThat(ended("pod")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aClientThatVanishesFreesThePod(Supplier<EventLoopGroup> loops) throws IOException {
        try (Origin pod = WebSockets.echoing();
                Gateway gateway = start(loops).serving(pod);
                Client client = WebSockets.open(gateway)) {
            WebSockets.converse(client, "hello");

            client.reset();

            await().until(() -> isEverythingClosed(pod));
            assertThat(ended("client")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aPodThatVanishesFreesTheClient(Supplier<EventLoopGroup> loops) throws IOException {
        try (Origin pod =
                        WebSockets.taking(talk -> {
                            talk.in().read();
                            talk.reset();
                        });
                Gateway gateway = start(loops).serving(pod);
                Client client = WebSockets.open(gateway)) {
            client.send("x");

            assertThatThrownBy(client::rest).isInstanceOf(IOException.class);
            await().until(() -> isEverythingClosed(pod));
            assertThat(ended("pod")).isEqualTo(1);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void whatThePodSaysAlongWithItsAnswerIsNotLost(Supplier<EventLoopGroup> loops)
            throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send(WebSockets.AGREED + "welcome");
                        });
                Gateway gateway = start(loops).serving(pod);
                Client client = gateway.connect().send(WebSockets.OFFER)) {
            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(client.rest()).isEqualTo("welcome");
        }
    }

    /// Nothing of what the client says goes to a pod that has not agreed.
    @ParameterizedTest
    @MethodSource("transports")
    void whatTheClientSaysTooEarlyWaitsForTheAnswer(Supplier<EventLoopGroup> loops)
            throws IOException {
        CountDownLatch looked = new CountDownLatch(1);
        AtomicLong early = new AtomicLong(-1);
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            early.set(earlyBytes(talk));
                            looked.countDown();
                            talk.send(WebSockets.AGREED);
                            WebSockets.echo(talk);
                        });
                Gateway gateway = start(loops).serving(pod);
                Client client = gateway.connect()) {
            String ahead = "0123456789".repeat(20_000);
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> sendAll(client, WebSockets.OFFER + ahead));

            assertThat(client.readHead()).startsWith("HTTP/1.1 101 ");
            assertThat(looked.getCount()).isZero();
            assertThat(early).hasValue(0);
            assertThat(WebSockets.take(client.in(), ahead.length())).isEqualTo(ahead);
            sending.join();
        }
    }

    /// What comes within a moment; nothing is expected.
    private static long earlyBytes(Origin.Talk talk) throws IOException {
        talk.socket().setSoTimeout(200);
        try {
            return talk.in().read() < 0 ? 0 : 1;
        } catch (SocketTimeoutException nothing) {
            return 0;
        } finally {
            talk.socket().setSoTimeout(0);
        }
    }

    private static void sendAll(Client client, String text) {
        try {
            client.send(text);
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void muchGoesBothWaysAtOnceUnchanged(Supplier<EventLoopGroup> loops) throws Exception {
        byte[] sent = new byte[20_000_000];
        new Random(7).nextBytes(sent);
        try (Origin pod = WebSockets.echoing();
                Gateway gateway = start(loops).serving(pod);
                Client client = WebSockets.open(gateway)) {
            CompletableFuture<byte[]> received =
                    CompletableFuture.supplyAsync(() -> readAll(client, sent.length));
            client.socket().getOutputStream().write(sent);

            assertThat(received.get()).isEqualTo(sent);
        }
    }

    private static byte[] readAll(Client client, int length) {
        try {
            return client.in().readNBytes(length);
        } catch (IOException gone) {
            throw new AssertionError(gone);
        }
    }

    /// Bytes that read as frames of some thirty thousand bytes.
    private static byte[] frames() {
        byte[] block = new byte[64 << 10];
        Arrays.fill(block, (byte) '~');
        return block;
    }

    /// Whoever sends is held back by the kernel once the gateway holds a little.
    @ParameterizedTest
    @MethodSource("transports")
    void aClientThatDoesNotReadHoldsThePodBack(Supplier<EventLoopGroup> loops) throws IOException {
        byte[] block = frames();
        AtomicLong written = new AtomicLong();
        AtomicLong seen = new AtomicLong();
        try (Origin pod =
                        WebSockets.taking(talk -> {
                            while (written.get() < 64 << 20) {
                                talk.socket().getOutputStream().write(block);
                                written.addAndGet(block.length);
                            }
                        });
                Gateway gateway = start(loops).serving(pod);
                Client client = WebSockets.open(gateway)) {
            awaitStill(written, seen);
            double taken = Samples.of(gateway, "sekisho_tunnel_bytes_total{pod}");
            assertThat(written.get()).isLessThan(64 << 20);

            assertThat(client.in().readNBytes(64 << 20)).hasSize(64 << 20);
            assertThat(Samples.of(gateway, "sekisho_tunnel_bytes_total{pod}")).isGreaterThan(taken);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aPodThatDoesNotReadHoldsTheClientBack(Supplier<EventLoopGroup> loops) throws Exception {
        byte[] block = frames();
        CountDownLatch reads = new CountDownLatch(1);
        AtomicLong written = new AtomicLong();
        AtomicLong seen = new AtomicLong();
        try (Origin pod =
                        WebSockets.taking(talk -> {
                            awaitQuietly(reads);
                            talk.send("" + talk.in().readNBytes(64 << 20).length);
                        });
                Gateway gateway = start(loops).serving(pod);
                Client client = WebSockets.open(gateway)) {
            CompletableFuture<Void> sending =
                    CompletableFuture.runAsync(() -> {
                        while (written.get() < 64 << 20) {
                            sendAll(client, new String(block, StandardCharsets.ISO_8859_1));
                            written.addAndGet(block.length);
                        }
                    });
            awaitStill(written, seen);
            assertThat(written.get()).isLessThan(64 << 20);

            reads.countDown();
            assertThat(WebSockets.take(client.in(), 8)).isEqualTo("" + (64 << 20));
            sending.join();
        }
    }

    static void awaitStill(AtomicLong written, AtomicLong seen) {
        await().pollInterval(Duration.ofMillis(300))
                .until(() -> written.get() > 0 && seen.getAndSet(written.get()) == written.get());
    }

    static void awaitQuietly(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// Nobody is told that a connection is whole which was cut.
    @ParameterizedTest
    @MethodSource("transports")
    void aTunnelThatNobodyEndsIsCutWithTheGateway(Supplier<EventLoopGroup> loops)
            throws IOException {
        try (Origin pod = WebSockets.echoing()) {
            Gateway gateway = start(loops).serving(pod);
            try (Client client = WebSockets.open(gateway)) {
                gateway.close();
                assertThatThrownBy(() -> WebSockets.converse(client, "hello"))
                        .isInstanceOfAny(IOException.class, AssertionError.class);
            }
            await().until(() -> pod.ended() == 1);
        }
    }
}
