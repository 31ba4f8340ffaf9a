package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.model.Endpoint;
import dev.sekisho.model.http.ForwardPolicy;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Clients that are slow, stop in the middle or go away.
@SuppressWarnings("StringConcatToTextBlock") // Line ends are part of what is tested.
class SlowClientTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final ClientTimeouts PATIENT =
            new ClientTimeouts(LONG, LONG, LONG, LONG, LONG, LONG);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final String POST =
            "POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 100000000\r\n\r\n";

    private Gateway gateway;

    @BeforeEach
    void begin() throws IOException {
        gateway = new Gateway(Gateway.settings());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Gateway start(ClientTimeouts timeouts, MinimumRates rates) throws IOException {
        gateway.close();
        gateway = new Gateway(Gateway.settings(clients(timeouts, rates)));
        return gateway;
    }

    private static ClientSettings clients(ClientTimeouts timeouts, MinimumRates rates) {
        return new ClientSettings(timeouts, 1000, TrustedProxies.NONE, rates);
    }

    private static MinimumRates bodiesAt(long rate) {
        return new MinimumRates(rate, 0, SECOND);
    }

    @Test
    void aBodyThatTricklesIsA408() throws IOException {
        try (Origin pod = Origin.saying("hello");
                Client client = start(PATIENT, bodiesAt(1_000_000)).serving(pod).connect()) {
            // What came quickly at first does not pay for the rest.
            client.send(POST + "x".repeat(5_000_000));
            await().pollInterval(Duration.ofMillis(50))
                    .until(() -> client.send("x").in().available() > 0);

            assertThat(client.read().status()).isEqualTo(408);
            await().until(() -> pod.ended() == 1);
        }
    }

    @Test
    void aBodyThatIsQuickEnoughIsNot() throws IOException {
        int[] sent = {0};
        String half = "x".repeat(50_000);
        try (Origin pod = Origin.saying("hello");
                Client client = start(PATIENT, bodiesAt(1000)).serving(pod).connect()) {
            client.send("POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 1000000\r\n\r\n");
            await().pollInterval(Duration.ofMillis(150))
                    .until(() -> {
                        client.send(half);
                        return ++sent[0] == 20;
                    });

            assertThat(client.read().body()).isEqualTo("hello");
        }
    }

    @Test
    void timeThatThePodTakesIsNotTheClients() throws Exception {
        CountDownLatch stalled = new CountDownLatch(1);
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            awaitOpen(stalled);
                            talk.in().readNBytes(20_000_000);
                            talk.send(Origin.ok("done"));
                        });
                Client client = start(PATIENT, bodiesAt(10_000)).serving(pod).connect()) {
            Thread sender =
                    Thread.ofVirtual()
                            .start(() -> sendAll(client, POST.replace("100000000", "20000000")));
            // Several windows: what is waited for is that nothing comes.
            client.socket().setSoTimeout(3000);
            assertThat(answersNothing(client)).isTrue();
            client.socket().setSoTimeout(10_000);
            stalled.countDown();
            sender.join();

            assertThat(client.read().body()).isEqualTo("done");
        }
    }

    private static void sendAll(Client client, String head) {
        try {
            client.send(head).send("x".repeat(20_000_000));
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private static boolean answersNothing(Client client) throws IOException {
        try {
            client.in().read();
            return false;
        } catch (java.net.SocketTimeoutException quiet) {
            return true;
        }
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            latch.await();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void slowHeadsAreGoneInTimeAndCostOthersNothing() throws IOException {
        ClientTimeouts timeouts = new ClientTimeouts(SECOND, LONG, LONG, LONG, LONG, SECOND);
        List<Client> slow = new ArrayList<>();
        try (Origin pod = Origin.saying("hello");
                Client honest = start(timeouts, MinimumRates.DEFAULT).serving(pod).connect()) {
            for (int i = 0; i < 300; i++) {
                slow.add(gateway.connect().send("GET / HTTP/1.1\r\nHost: shop.te"));
                assertThat(honest.get("/").read().status()).isEqualTo(200);
            }
            for (Client client : slow) {
                assertThat(client.read().status()).isEqualTo(408);
            }
            assertThat(honest.get("/").read().status()).isEqualTo(200);
        }
        for (Client client : slow) {
            client.close();
        }
    }

    @Test
    void aRefusalIsReadByAClientThatSendsTenMegabytesFirst() throws IOException {
        ForwardPolicy small = new ForwardPolicy(SECOND, LONG, LONG, 3, 1000);
        try (Origin pod = Origin.saying("hello")) {
            start(ClientTimeouts.DEFAULT, MinimumRates.DEFAULT)
                    .serving(small, Gateway.endpoints(pod));
            try (Client client = gateway.connect()) {
                client.send(POST).send("x".repeat(10_000_000));

                assertThat(client.read().status()).isEqualTo(413);
                assertThat(client.rest()).isEmpty();
            }
        }
    }

    @Test
    void aRefusedClientThatGoesOnSendingIsGivenMoreTime() throws IOException {
        Duration pause = Duration.ofSeconds(1);
        ClientTimeouts timeouts = new ClientTimeouts(LONG, LONG, LONG, LONG, LONG, pause);
        int[] sent = {0};
        try (Client client = start(timeouts, MinimumRates.DEFAULT).connect().send(POST)) {
            await().pollInterval(Duration.ofMillis(50))
                    .until(() -> {
                        client.send("x");
                        return ++sent[0] == 60;
                    });

            assertThat(client.read().status()).isEqualTo(404);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void aRefusedClientIsLeftInTheEnd() throws IOException {
        Duration pause = Duration.ofMillis(1);
        ClientTimeouts timeouts = new ClientTimeouts(LONG, LONG, LONG, LONG, LONG, pause);
        try (Client client = start(timeouts, MinimumRates.DEFAULT).connect().send(POST)) {
            await().pollInterval(Duration.ofMillis(20))
                    .atMost(Duration.ofSeconds(30))
                    .until(() -> isRefusedToSend(client));
        }
        await().until(() -> gateway.plane().openConnections() == 0);
    }

    private static boolean isRefusedToSend(Client client) {
        try {
            client.send("x");
            return false;
        } catch (IOException reset) {
            return true;
        }
    }

    @Test
    void theBeginOfAHeadDoesNotOutlastItsTimeBecauseTheAnswerBeforeIsRead() throws IOException {
        MinimumRates none = new MinimumRates(0, 0, SECOND);
        ClientTimeouts timeouts = new ClientTimeouts(SECOND, LONG, LONG, LONG, LONG, SECOND);
        try (Origin pod = Origin.saying("hello");
                Client client = start(timeouts, none).serving(pod).connect()) {
            client.get("/").send("GET / HTTP/1.1\r\n");

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(408);
        }
    }

    static List<Supplier<EventLoopGroup>> transports() {
        return List.of(() -> new EpollEventLoopGroup(1), () -> new NioEventLoopGroup(1));
    }

    /// A full queue of connections lets no other through, and says nothing.
    private static final class Silent implements AutoCloseable {
        private final ServerSocket server =
                new ServerSocket(0, 1, InetAddress.getLoopbackAddress());
        private final List<Socket> filling = new ArrayList<>();

        Silent() throws IOException {
            boolean open = true;
            while (open) {
                Socket socket = new Socket();
                filling.add(socket);
                try {
                    socket.connect(
                            new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(), server.getLocalPort()),
                            200);
                } catch (java.net.SocketTimeoutException full) {
                    open = false;
                }
            }
        }

        Endpoint endpoint() {
            return new Endpoint("127.0.0.1", server.getLocalPort());
        }

        @Override
        public void close() throws IOException {
            for (Socket socket : filling) {
                socket.close();
            }
            server.close();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aClientThatLeavesWhileItsBodyWaitsForAConnectionIsNoticed(Supplier<EventLoopGroup> group)
            throws IOException {
        ForwardPolicy stubborn = new ForwardPolicy(LONG, LONG, LONG, 1, 0);
        gateway =
                new Gateway(Gateway.settings(clients(PATIENT, MinimumRates.DEFAULT)), group.get());
        try (Silent silent = new Silent()) {
            gateway.serving(stubborn, List.of(silent.endpoint()));
            Client leaving = gateway.connect().send(POST + "x".repeat(10_000));
            Client ending = gateway.connect().send(POST + "x".repeat(10_000));
            await().until(() -> gateway.plane().openConnections() == 2);
            leaving.close();
            ending.socket().shutdownOutput();

            await().until(() -> gateway.plane().openConnections() == 0);
            ending.close();
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aClientThatLeavesWithRequestsAheadIsNoticed(Supplier<EventLoopGroup> group)
            throws IOException {
        gateway.close();
        gateway = new Gateway(Gateway.settings(), group.get());
        try (Origin silent = Origin.scripted(talk -> talk.in().readAllBytes())) {
            gateway.serving(silent);
            Client client = gateway.connect().get("/").get("/").get("/");
            await().until(() -> silent.connections() == 1);
            client.reset();

            await().until(() -> silent.ended() == 1);
        }
    }

    @ParameterizedTest
    @MethodSource("transports")
    void aPipelineIsNotReadWithoutBound(Supplier<EventLoopGroup> group) throws IOException {
        gateway.close();
        gateway = new Gateway(Gateway.settings(), group.get());
        byte[] requests =
                "GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n"
                        .repeat(1000)
                        .getBytes(java.nio.charset.StandardCharsets.ISO_8859_1);
        try (Origin silent = Origin.scripted(talk -> talk.in().readAllBytes())) {
            gateway.serving(silent);
            try (java.nio.channels.SocketChannel client =
                    java.nio.channels.SocketChannel.open(
                            new InetSocketAddress(
                                    InetAddress.getLoopbackAddress(), gateway.port()))) {
                client.setOption(java.net.StandardSocketOptions.SO_SNDBUF, 64 << 10);
                client.configureBlocking(false);
                long[] sent = {0};
                long[] before = {-1};
                await().pollInterval(Duration.ofMillis(500))
                        .until(() -> {
                            before[0] = sent[0];
                            while (true) {
                                int written = client.write(java.nio.ByteBuffer.wrap(requests));
                                if (written == 0) {
                                    return sent[0] == before[0];
                                }
                                sent[0] += written;
                                assertThat(sent[0]).isLessThan(20_000_000);
                            }
                        });
                assertThat(silent.heads().size()).isLessThanOrEqualTo(1);
            }
        }
    }
}
