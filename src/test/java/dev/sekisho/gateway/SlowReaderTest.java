package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.SocketException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Supplier;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/// Clients that are slow to read their answer, or never do.
class SlowReaderTest {

    private static final Duration LONG = Duration.ofSeconds(60);
    private static final Duration SECOND = Duration.ofSeconds(1);
    private static final ClientTimeouts SENDING =
            new ClientTimeouts(LONG, LONG, SECOND, LONG, LONG, SECOND);

    private Gateway gateway;

    @BeforeEach
    void begin() throws IOException {
        gateway = new Gateway(Gateway.settings());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private Gateway start(MinimumRates rates) throws IOException {
        gateway.close();
        gateway =
                new Gateway(
                        Gateway.settings(
                                new ClientSettings(SENDING, 1000, TrustedProxies.NONE, rates)));
        return gateway;
    }

    static List<Supplier<EventLoopGroup>> transports() {
        return List.of(() -> new EpollEventLoopGroup(1), () -> new NioEventLoopGroup(1));
    }

    @Test
    void anAnswerThatIsReadInDropsIsCut() throws IOException {
        MinimumRates rates = new MinimumRates(0, 100_000_000, SECOND);
        try (Origin pod = Origin.saying("x".repeat(50_000_000));
                Client client = start(rates).serving(pod).connect().get("/")) {
            client.readHead();
            await().pollInterval(Duration.ofMillis(20)).until(() -> isCut(client));

            await().until(() -> gateway.plane().openConnections() == 0);
        }
    }

    /// What was on its way to such a client is lost, so it may see a reset.
    private static boolean isCut(Client client) throws IOException {
        try {
            return client.in().readNBytes(10_000).length < 10_000;
        } catch (SocketException reset) {
            return true;
        }
    }

    /// The time for sending is between two reads of the client, not for the whole answer.
    @Test
    void anAnswerThatIsReadSlowlyButSteadilyComesWhole() throws IOException {
        MinimumRates none = new MinimumRates(0, 0, SECOND);
        int length = 40_000_000;
        try (Origin pod = Origin.saying("x".repeat(length));
                Client client = start(none).serving(pod).connect().get("/")) {
            client.readHead();
            int[] read = {0};
            await().pollInterval(Duration.ofMillis(200))
                    .atMost(LONG)
                    .until(() -> (read[0] += client.in().readNBytes(2_000_000).length) >= length);

            assertThat(client.get("/").readHead()).startsWith("HTTP/1.1 200 ");
        }
    }

    /// A client that has ended its side is noticed by what it does to what is sent.
    @ParameterizedTest
    @MethodSource("transports")
    void aClientThatEndedItsSideAndGoesAwayWhileItsAnswerWaitsFreesThePod(
            Supplier<EventLoopGroup> loops) throws IOException {
        byte[] block = new byte[64 << 10];
        AtomicInteger written = new AtomicInteger();
        AtomicInteger seen = new AtomicInteger();
        gateway.close();
        gateway = new Gateway(Gateway.settings(), loops.get());
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 200 OK\r\nContent-Length: 999999999\r\n\r\n");
                            while (true) {
                                talk.socket().getOutputStream().write(block);
                                written.incrementAndGet();
                            }
                        });
                Client client = gateway.serving(pod).connect().get("/")) {
            client.readHead();
            client.socket().shutdownOutput();
            await().until(() ->
                    written.get() > 0 && seen.getAndSet(written.get()) == written.get());

            client.reset();

            await().until(() -> pod.ended() == 1);
            await().until(() -> gateway.plane().openConnections() == 0);
        }
    }
}
