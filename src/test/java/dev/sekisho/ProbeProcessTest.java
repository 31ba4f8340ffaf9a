package dev.sekisho;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.cli.Invocation;
import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.URI;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.CopyOnWriteArrayList;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class ProbeProcessTest {

    private final List<String> heads = new CopyOnWriteArrayList<>();
    private ServerSocket server;

    @BeforeEach
    void listen() throws IOException {
        server = new ServerSocket(0, 10, InetAddress.getLoopbackAddress());
    }

    @AfterEach
    void close() throws IOException {
        server.close();
    }

    @Test
    void theExpectedStatusIsSuccess() {
        answer("HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");

        assertThat(probe("/", 404, Duration.ofSeconds(5))).isZero();
    }

    @Test
    void theHostOfTheUrlIsAskedForAtTheGivenAddress() {
        answer("HTTP/1.1 200 OK\r\n\r\n");

        probe("/a%20b?c=d", 200, Duration.ofSeconds(5));

        assertThat(heads.getFirst())
                .startsWith("GET /a%20b?c=d HTTP/1.1\n")
                .contains("Host: shop.invalid:" + server.getLocalPort() + "\n");
    }

    @Test
    void anotherStatusIsAFailureWhenTimeIsUp() {
        var unavailable = "HTTP/1.1 503 Service Unavailable\r\n\r\n";
        answer(unavailable, unavailable, unavailable, unavailable);

        assertThat(probe("/", 200, Duration.ofMillis(600))).isEqualTo(1);
        assertThat(heads).isNotEmpty();
    }

    @Test
    void itAsksAgainUntilTheStatusIsTheExpectedOne() {
        answer(
                "",
                "not HTTP",
                "HTTP/1.1 503 Service Unavailable\r\n\r\n",
                "HTTP/1.1 200 OK\r\n\r\n");

        assertThat(probe("", 200, Duration.ofMinutes(1))).isZero();
        assertThat(heads).hasSize(4);
    }

    @Test
    void aPortThatNobodyListensOnIsAFailure() throws IOException {
        server.close();

        assertThat(probe("/", 200, Duration.ofMillis(1))).isEqualTo(1);
    }

    private int probe(String target, int status, Duration within) {
        var url = URI.create("http://shop.invalid:" + server.getLocalPort() + target);
        return ProbeProcess.run(
                new Invocation.Probe(url, Optional.of("127.0.0.1"), status, within));
    }

    /// One answer for each connection.
    private void answer(String... answers) {
        Thread.ofVirtual()
                .start(() -> {
                    try {
                        for (var answer : answers) {
                            answerOne(answer);
                        }
                    } catch (IOException _) {
                        // The test is over and has closed the socket.
                    }
                });
    }

    private void answerOne(String answer) throws IOException {
        try (var client = server.accept()) {
            var reader =
                    new BufferedReader(
                            new InputStreamReader(
                                    client.getInputStream(), StandardCharsets.US_ASCII));
            var head = new StringBuilder();
            for (var line = reader.readLine(); !line.isEmpty(); line = reader.readLine()) {
                head.append(line).append('\n');
            }
            heads.add(head.toString());
            client.getOutputStream().write(answer.getBytes(StandardCharsets.US_ASCII));
        }
    }
}
