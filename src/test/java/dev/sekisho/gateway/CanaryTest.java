package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.http1.Mutator;
import dev.sekisho.model.http.ForwardPolicy;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.BufferedInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.net.InetAddress;
import java.net.Socket;
import java.net.SocketException;
import java.net.SocketTimeoutException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicBoolean;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Many clients share few connections to the pods, some of them with malformed requests: each
/// answer goes to who asked, and no pod sees a request that is not one client's.
///
/// `-Dcanary.requests=1000000` makes it a campaign.
@SuppressWarnings("StringConcatToTextBlock") // Line ends are part of what is tested.
class CanaryTest {

    private static final int REQUESTS = Integer.getInteger("canary.requests", 50_000);
    private static final int HONEST = 12;
    private static final int HOSTILE = 4;
    private static final int DEEPEST_PIPELINE = 16;
    private static final String EVIL =
            "\r\n0\r\n\r\nGET /evil HTTP/1.1\r\nHost: shop.test\r\nX-First: evil\r\nX-Last: evil\r\n\r\n";

    private final List<CanaryPod> pods = new ArrayList<>();
    private final AtomicBoolean done = new AtomicBoolean();
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        for (int i = 0; i < 3; i++) {
            pods.add(new CanaryPod());
        }
        gateway = new Gateway(Gateway.settings(), new EpollEventLoopGroup(2));
        gateway.serving(
                ForwardPolicy.DEFAULT, pods.stream().map(CanaryPod::endpoint).sorted().toList());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        for (CanaryPod pod : pods) {
            pod.close();
        }
    }

    @Test
    void everyAnswerGoesToWhoAsked() throws Exception {
        long attacks = 0;
        try (ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor()) {
            List<Future<Long>> honest =
                    start(threads, HONEST, number -> () -> new Honest(number).run());
            List<Future<Long>> hostile = start(threads, HOSTILE, number -> () -> attack(number));
            try {
                for (Future<Long> client : honest) {
                    assertThat(client.get()).isEqualTo(REQUESTS / HONEST);
                }
            } finally {
                done.set(true);
            }
            for (Future<Long> client : hostile) {
                attacks += client.get();
            }
        }
        assertThat(gateway.bugs()).isZero();
        assertThat(pods).flatExtracting(CanaryPod::faults).isEmpty();
        assertThat(sum(pods.stream().map(CanaryPod::honest)))
                .isEqualTo((long) REQUESTS / HONEST * HONEST);
        assertThat(sum(pods.stream().map(CanaryPod::connections))).isLessThan(REQUESTS / 5);
        assertThat(attacks).isGreaterThan(100);
        System.out.printf(
                "canary: %d requests, %d attacks of which pods saw %d requests, %d connections%n",
                REQUESTS,
                attacks,
                sum(pods.stream().map(CanaryPod::others)),
                sum(pods.stream().map(CanaryPod::connections)));
    }

    private static long sum(Stream<Long> numbers) {
        return numbers.mapToLong(Long::longValue).sum();
    }

    /// Makes the client of a number.
    private interface Kind {
        Callable<Long> of(int number);
    }

    private static List<Future<Long>> start(ExecutorService threads, int count, Kind kind) {
        List<Future<Long>> clients = new ArrayList<>();
        for (int i = 0; i < count; i++) {
            clients.add(threads.submit(kind.of(i)));
        }
        return clients;
    }

    private Socket connect() throws IOException {
        Socket socket = new Socket(InetAddress.getLoopbackAddress(), gateway.port());
        socket.setTcpNoDelay(true);
        socket.setSoTimeout(20_000);
        return socket;
    }

    /// Malformed requests, each lot on a connection of its own, until the others are done.
    private long attack(int number) throws IOException {
        Mutator mutator = new Mutator(new Random(number), seeds("h" + number));
        long attacks = 0;
        while (!done.get()) {
            byte[] sent = mutator.next();
            try (Socket socket = connect()) {
                socket.getOutputStream().write(sent);
                socket.shutdownOutput();
                byte[] answers = socket.getInputStream().readAllBytes();
                String text = new String(answers, StandardCharsets.ISO_8859_1);
                assertThat(CanaryPod.HONEST.matcher(text).find()).as(text).isFalse();
            } catch (SocketException reset) {
                // A request that goes wrong after its response has begun ends so.
            } catch (SocketTimeoutException unanswered) {
                throw new AssertionError(
                        "neither answered nor closed: "
                                + new String(sent, StandardCharsets.ISO_8859_1),
                        unanswered);
            }
            attacks++;
        }
        return attacks;
    }

    private static List<String> seeds(String marker) {
        String fields = "Host: shop.test\r\nX-First: " + marker + "\r\nX-Last: " + marker + "\r\n";
        String inner = "GET /" + marker + "-inner HTTP/1.1\r\n" + fields + "\r\n";
        String post = "POST /" + marker + " HTTP/1.1\r\n" + fields;
        return List.of(
                "GET /" + marker + " HTTP/1.1\r\n" + fields + "\r\n",
                post + "Content-Length: " + inner.length() + "\r\n\r\n" + inner,
                post + "Transfer-Encoding: chunked\r\n\r\n" + HttpText.chunk(inner),
                post + "Content-Length: 900\r\n\r\n" + inner,
                post + "Transfer-Encoding: chunked\r\n\r\n" + "400\r\n" + inner);
    }

    /// A client that asks in pipelines and compares each answer with what it asked.
    private final class Honest {
        private final int number;
        private final Random random;
        private final ArrayDeque<String> asked = new ArrayDeque<>();
        private Socket socket;
        private InputStream in;
        private long answered;
        private int next;

        Honest(int number) throws IOException {
            this.number = number;
            this.random = new Random(number);
            open();
        }

        private void open() throws IOException {
            socket = connect();
            in = new BufferedInputStream(socket.getInputStream());
        }

        long run() throws IOException {
            long wanted = REQUESTS / HONEST;
            while (answered < wanted) {
                while (asked.size() < Math.min(depth(), wanted - answered)) {
                    asked.addLast("c" + number + "-" + next++);
                }
                send();
                boolean open = true;
                while (open && !asked.isEmpty()) {
                    open = takeAnswer();
                }
                if (!open) {
                    socket.close();
                    open();
                }
            }
            socket.close();
            return answered;
        }

        private int depth() {
            return 1 + random.nextInt(DEEPEST_PIPELINE);
        }

        /// What a closed connection left unanswered is sent again with the rest.
        private void send() throws IOException {
            StringBuilder requests = new StringBuilder();
            asked.forEach(marker -> requests.append(request(marker)));
            socket.getOutputStream()
                    .write(requests.toString().getBytes(StandardCharsets.ISO_8859_1));
        }

        private String request(String marker) {
            String fields =
                    " /"
                            + marker
                            + " HTTP/1.1\r\nHost: shop.test\r\nX-First: "
                            + marker
                            + "\r\nX-Last: "
                            + marker
                            + "\r\n";
            String body = marker + ";" + EVIL.repeat(random.nextInt(4));
            return switch (random.nextInt(4)) {
                case 0 -> "POST" + fields + "Content-Length: " + body.length() + "\r\n\r\n" + body;
                case 1 ->
                        "PUT"
                                + fields
                                + "Transfer-Encoding: chunked\r\n\r\n"
                                + HttpText.chunk(body);
                default -> "GET" + fields + "\r\n";
            };
        }

        /// False once the connection is to be closed.
        private boolean takeAnswer() throws IOException {
            String head = HttpText.head(in);
            assertThat(head).startsWith("HTTP/1.1 200 ");
            String body = HttpText.body(head, in);
            assertThat(body.substring(0, body.indexOf(';'))).isEqualTo(asked.removeFirst());
            answered++;
            return !head.contains("\r\nConnection: close\r\n");
        }
    }
}
