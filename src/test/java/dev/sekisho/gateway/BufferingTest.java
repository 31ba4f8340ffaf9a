package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.Client.Reply;
import dev.sekisho.gateway.body.SpoolSettings;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.http.BodyPolicy;
import dev.sekisho.model.http.BodyPolicy.Passing;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.metrics.MetricVisitor;
import io.netty.channel.EventLoopGroup;
import io.netty.channel.epoll.EpollEventLoopGroup;
import io.netty.channel.nio.NioEventLoopGroup;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Bodies that are kept whole before a pod is chosen.
@SuppressWarnings("StringConcatToTextBlock") // Line ends are part of what is tested.
class BufferingTest {

    private static final int MEMORY = 16 << 10;
    private static final ForwardPolicy WHOLE =
            ForwardPolicy.DEFAULT.with(new BodyPolicy(Passing.WHOLE, MEMORY));
    private static final String POST = "POST / HTTP/1.1\r\nHost: shop.test\r\n";
    private static final String PUT = "PUT / HTTP/1.1\r\nHost: shop.test\r\n";

    @TempDir private Path folder;
    private Gateway gateway;

    @BeforeEach
    void begin() throws IOException {
        gateway = new Gateway(Gateway.settings());
    }

    private Gateway start(SpoolSettings spool) throws IOException {
        return start(spool, new EpollEventLoopGroup(1));
    }

    private Gateway start(SpoolSettings spool, EventLoopGroup group) throws IOException {
        gateway.close();
        gateway = new Gateway(new SettingsDraft().with(spool).build(), group);
        return gateway;
    }

    private SpoolSettings withFolder() {
        return new SpoolSettings(1 << 20, Optional.of(folder), 0);
    }

    private static SpoolSettings memoryOnly(long bytes) {
        return new SpoolSettings(bytes, Optional.empty(), 0);
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private void awaitNothingKept() {
        await().untilAsserted(() ->
                assertThat(samples())
                        .containsEntry("sekisho_request_buffer_memory_bytes", 0.0)
                        .containsEntry("sekisho_request_buffer_file_bytes", 0.0));
    }

    private Map<String, Double> samples() {
        Map<String, Double> values = new HashMap<>();
        gateway.plane().collect(new Samples(values));
        return values;
    }

    private static String sized(String body) {
        return "Content-Length: " + body.length() + "\r\n\r\n" + body;
    }

    private static String patterned(int length) {
        StringBuilder text = new StringBuilder(length + 8);
        for (int i = 0; text.length() < length; i++) {
            text.append(i).append(',');
        }
        text.setLength(length);
        return text.toString();
    }

    private static Origin echo() throws IOException {
        return Origin.scripted(talk -> {
            String request = talk.readRequest();
            while (request != null) {
                talk.send(Origin.ok(request.substring(request.indexOf("\r\n\r\n") + 4)));
                request = talk.readRequest();
            }
        });
    }

    @Test
    void noPodIsChosenBeforeTheBodyIsThere() throws IOException {
        try (Origin early = Origin.saying("early");
                Origin late = echo();
                Client other = start(memoryOnly(0)).connect();
                Client client = gateway.connect()) {
            gateway.serving(WHOLE, Gateway.endpoints(early));
            client.send(POST + "Expect: 100-continue\r\nContent-Length: 4\r\n\r\n");
            assertThat(client.read().status()).isEqualTo(100);
            client.send("bo");
            // One loop serves both: with this answer, the half of the body is in.
            assertThat(other.get("/").read().body()).isEqualTo("early");
            gateway.serving(WHOLE, Gateway.endpoints(late));
            assertThat(other.get("/").read().body()).isEmpty();

            assertThat(client.send("dy").read().body()).isEqualTo("body");
            assertThat(early.heads()).hasSize(1);
            assertThat(late.lastHead()).doesNotContain("Expect");
        }
    }

    @Test
    void chunksBecomeALength() throws IOException {
        try (Origin pod = echo();
                Client client =
                        start(memoryOnly(0)).serving(WHOLE, Gateway.endpoints(pod)).connect()) {
            client.send(
                    POST
                            + "Transfer-Encoding: chunked\r\nTrailer: X-T\r\n\r\n"
                            + "3;x=y\r\nabc\r\n2\r\nde\r\n0\r\nX-T: 1\r\n\r\n");

            assertThat(client.read().body()).isEqualTo("abcde");
            assertThat(pod.lastHead())
                    .contains("\r\nContent-Length: 5\r\n")
                    .doesNotContain("Transfer-Encoding")
                    .doesNotContain("X-T");

            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n0\r\n\r\n");
            assertThat(client.read().body()).isEmpty();
            assertThat(pod.lastHead()).contains("\r\nContent-Length: 0\r\n");
            assertThat(pod.connections()).isEqualTo(1);
        }
        awaitNothingKept();
    }

    @ParameterizedTest
    @ValueSource(ints = {1, MEMORY, MEMORY + 1, 3_000_000})
    void bodiesOfAnySizeArriveAsTheyWere(int size) throws IOException {
        String body = patterned(size);
        try (Origin pod = echo();
                Client client =
                        start(withFolder()).serving(WHOLE, Gateway.endpoints(pod)).connect()) {
            assertThat(client.send(POST + sized(body)).read().body()).isEqualTo(body);

            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n");
            for (int at = 0; at < size; at += 70_000) {
                String chunk = body.substring(at, Math.min(size, at + 70_000));
                client.send(Integer.toHexString(chunk.length()) + "\r\n" + chunk + "\r\n");
            }
            assertThat(client.send("0\r\n\r\n").read().body()).isEqualTo(body);
            assertThat(pod.connections()).isEqualTo(1);
        }
        awaitNothingKept();
        assertThat(filesLeft()).isEmpty();
    }

    @Test
    void largeBodiesPassOnNio() throws IOException {
        String body = patterned(2_000_000);
        try (Origin pod = echo();
                Client client =
                        start(withFolder(), new NioEventLoopGroup(1))
                                .serving(WHOLE, Gateway.endpoints(pod))
                                .connect()) {
            assertThat(client.send(POST + sized(body)).read().body()).isEqualTo(body);
        }
        awaitNothingKept();
    }

    private List<Path> filesLeft() throws IOException {
        try (Stream<Path> files = Files.list(folder)) {
            return files.toList();
        }
    }

    @Test
    void aPodThatReadsLateGetsAll() throws Exception {
        CountDownLatch ready = new CountDownLatch(1);
        String body = patterned(8_000_000);
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            awaitOpen(ready);
                            byte[] got = talk.in().readNBytes(body.length());
                            talk.send(Origin.ok(String.valueOf(got.length)));
                        });
                Client client =
                        start(withFolder()).serving(WHOLE, Gateway.endpoints(pod)).connect()) {
            client.send(POST + sized(body));
            await().until(() -> pod.heads().size() == 1);
            ready.countDown();

            assertThat(client.read().body()).isEqualTo("8000000");
        }
    }

    private static void awaitOpen(CountDownLatch latch) {
        try {
            assertThat(latch.await(10, TimeUnit.SECONDS)).isTrue();
        } catch (InterruptedException e) {
            throw new AssertionError(e);
        }
    }

    @Test
    void withoutAFolderTheMemoryIsTheLimit() throws IOException {
        try (Origin pod = echo()) {
            start(memoryOnly(0)).serving(WHOLE, Gateway.endpoints(pod));
            try (Client client = gateway.connect()) {
                client.send(POST + "Content-Length: " + (MEMORY + 1) + "\r\n\r\n");
                assertThat(client.read().status()).isEqualTo(413);
            }
            try (Client client = gateway.connect()) {
                client.send(POST + "Transfer-Encoding: chunked\r\n\r\n5000\r\n");
                client.send("x".repeat(0x5000) + "\r\n");
                assertThat(client.read().status()).isEqualTo(413);
            }
            assertThat(pod.connections()).isZero();
        }
        awaitNothingKept();
    }

    @Test
    void theLimitOfTheRouteHolds() throws IOException {
        ForwardPolicy usual = ForwardPolicy.DEFAULT;
        ForwardPolicy small =
                new ForwardPolicy(usual.connect(), usual.read(), usual.send(), 3, 100_000)
                        .with(WHOLE.body());
        try (Origin pod = echo();
                Client client =
                        start(withFolder()).serving(small, Gateway.endpoints(pod)).connect()) {
            client.send(POST + "Transfer-Encoding: chunked\r\n\r\n");
            client.send("c350\r\n" + "x".repeat(50_000) + "\r\nc351\r\n");

            assertThat(client.read().status()).isEqualTo(413);
            assertThat(pod.connections()).isZero();
        }
        awaitNothingKept();
    }

    @Test
    void whatAllBodiesMayTakeIsBounded() throws IOException {
        try (Origin pod = echo()) {
            start(memoryOnly(8192)).serving(WHOLE, Gateway.endpoints(pod));
            try (Client client = gateway.connect().send(POST + sized("x".repeat(12_000)))) {
                Reply reply = client.read();
                assertThat(reply.status()).isEqualTo(503);
                assertThat(reply.names("Retry-After")).isTrue();
            }
            assertThat(pod.connections()).isZero();
        }
        awaitNothingKept();
    }

    @Test
    void whatAllFilesMayTakeIsBounded() throws IOException {
        try (Origin pod = echo()) {
            start(new SpoolSettings(0, Optional.of(folder), 100_000))
                    .serving(WHOLE, Gateway.endpoints(pod));
            try (Client client = gateway.connect().send(POST + sized("x".repeat(500_000)))) {
                assertThat(client.read().status()).isEqualTo(503);
            }
            assertThat(pod.connections()).isZero();
        }
        awaitNothingKept();
    }

    @Test
    void aFolderThatCannotBeWrittenIsA503() throws IOException {
        Path gone = Files.createDirectory(folder.resolve("gone"));
        try (Origin pod = echo()) {
            start(new SpoolSettings(0, Optional.of(gone), 0))
                    .serving(WHOLE, Gateway.endpoints(pod));
            Files.delete(gone);
            try (Client client = gateway.connect().send(POST + sized("x".repeat(50_000)))) {
                assertThat(client.read().status()).isEqualTo(503);
            }
        }
        awaitNothingKept();
    }

    @ParameterizedTest
    @ValueSource(ints = {500, 2_000_000})
    void aKeptBodyIsSentAgain(int size) throws IOException {
        String body = patterned(size);
        try (Origin dying = Origin.scripted(talk -> talk.readRequest());
                Origin pod = echo();
                Client client =
                        start(withFolder())
                                .serving(WHOLE, Gateway.endpoints(dying, pod))
                                .connect()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.send(PUT + sized(body)).read().body()).isEqualTo(body);
            }
            assertThat(dying.heads()).isNotEmpty();
            assertThat(dying.lastHead()).contains("\r\nContent-Length: " + size + "\r\n");
        }
        awaitNothingKept();
    }

    private static Endpoint nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Endpoint("127.0.0.1", socket.getLocalPort());
        }
    }

    @Test
    void aKeptBodyIsSentToAnotherPodWhereNoConnectionIsMade() throws IOException {
        String body = patterned(200_000);
        try (Origin pod = echo()) {
            start(withFolder()).serving(WHOLE, List.of(nobody(), pod.endpoint()));
            try (Client client = gateway.connect()) {
                for (int i = 0; i < 4; i++) {
                    assertThat(client.send(POST + sized(body)).read().body()).isEqualTo(body);
                }
            }
        }
    }

    @Test
    void aPodThatAnswersBeforeItHasReadLeavesTheClientConnected() throws IOException {
        try (Origin hasty =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 413 Too Large\r\nContent-Length: 0\r\n\r\n");
                            talk.in().readAllBytes();
                        });
                Client client =
                        start(withFolder()).serving(WHOLE, Gateway.endpoints(hasty)).connect()) {
            for (int i = 1; i < 4; i++) {
                client.send(POST + sized("x".repeat(20_000_000)));
                assertThat(client.read().status()).isEqualTo(413);
                assertThat(hasty.connections()).isEqualTo(i);
            }
        }
        awaitNothingKept();
    }

    @Test
    void aClientThatLeavesInTheMiddleLeavesNothing() throws IOException {
        try (Origin pod = echo();
                Client client =
                        start(withFolder()).serving(WHOLE, Gateway.endpoints(pod)).connect()) {
            client.send(POST + "Content-Length: 5000000\r\n\r\n" + "x".repeat(400_000));
            await().until(() ->
                    samples().getOrDefault("sekisho_request_buffer_file_bytes", 0.0) > 0);
            await().untilAsserted(() -> assertThat(filesLeft()).isEmpty());
            client.reset();

            awaitNothingKept();
            assertThat(pod.connections()).isZero();
        }
    }

    private record Samples(Map<String, Double> byName) implements MetricVisitor {

        @Override
        public void counter(String name, String help, List<Label> labels, double value) {}

        @Override
        public void gauge(String name, String help, List<Label> labels, double value) {
            byName.put(name, value);
        }

        @Override
        public void histogram(String name, String help, List<Label> labels, Histogram value) {}
    }
}
