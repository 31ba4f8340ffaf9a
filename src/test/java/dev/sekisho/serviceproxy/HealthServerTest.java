package dev.sekisho.serviceproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.serviceproxy.HealthServer.Answer;
import java.io.IOException;
import java.net.InetAddress;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

class HealthServerTest {

    private static final String LOOPBACK = "127.0.0.1";

    private HealthServer server;

    @BeforeEach
    void start() throws IOException {
        server = HealthServer.start(LOOPBACK, 0, HealthServerTest::answer);
    }

    @AfterEach
    void stop() {
        server.close();
    }

    private static Answer answer(String path) {
        return switch (path) {
            case "/healthz" -> new Answer(200, "{\"ok\": 1}", 3);
            case "/livez" -> new Answer(503, "{}", -1);
            default -> Answer.NOT_FOUND;
        };
    }

    @Test
    void anAnswerHasTheNumberOfEndpointsAsItsWeight() throws IOException {
        assertThat(ask("GET /healthz HTTP/1.1\r\nHost: node\r\n\r\n"))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("X-Load-Balancing-Endpoint-Weight: 3\r\n", "Content-Length: 9\r\n")
                .endsWith("\r\n\r\n{\"ok\": 1}");
    }

    @Test
    void anAnswerThatIsNotAboutEndpointsHasNoWeight() throws IOException {
        assertThat(ask("GET /livez HTTP/1.1\r\n\r\n"))
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .doesNotContain("Weight");
    }

    @Test
    void whatIsNotARequestIsNotFound() throws IOException {
        assertThat(ask("nonsense\r\n\r\n")).startsWith("HTTP/1.1 404 Not Found\r\n");
    }

    @Test
    void aHeadWithoutEndIsCutOffAndTheNextClientServed() throws IOException {
        assertThat(ask("GET /healthz HTTP/1.1\r\n" + "a: b\r\n".repeat(3_000) + "\r\n"))
                .doesNotContain("200");
        assertThat(ask("GET /healthz HTTP/1.1\r\n\r\n")).contains("200 OK");
    }

    @Test
    void clientsThatSayNothingDoNotKeepOthersFromAnAnswer() throws IOException {
        var silent = new Socket[20];
        for (var i = 0; i < silent.length; i++) {
            silent[i] = new Socket(InetAddress.ofLiteral(LOOPBACK), server.port());
        }
        assertThat(ask("GET /healthz HTTP/1.1\r\n\r\n")).contains("200 OK");
        for (var socket : silent) {
            socket.close();
        }
    }

    @Test
    void aPortThatIsTakenIsAFailure() {
        assertThatThrownBy(
                        () -> HealthServer.start(LOOPBACK, server.port(), HealthServerTest::answer))
                .isInstanceOf(IOException.class);
    }

    /// All that comes back; a connection that is reset says nothing more.
    private String ask(String request) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral(LOOPBACK), server.port())) {
            socket.setSoTimeout(10_000);
            var answer = new StringBuilder();
            try {
                socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
                for (var b = socket.getInputStream().read();
                        b >= 0;
                        b = socket.getInputStream().read()) {
                    answer.append((char) b);
                }
            } catch (IOException reset) {
                return answer.toString();
            }
            return answer.toString();
        }
    }
}
