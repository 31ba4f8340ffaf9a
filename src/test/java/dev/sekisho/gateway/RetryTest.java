package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.gateway.Client.Reply;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.http.ForwardPolicy;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// Which requests are tried again, and where.
class RetryTest {

    private static final String POST =
            "POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 2\r\n\r\nhi";

    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(Gateway.settings());
    }

    @AfterEach
    void stop() {
        gateway.close();
    }

    private static Endpoint nobody() throws IOException {
        try (ServerSocket socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return new Endpoint("127.0.0.1", socket.getLocalPort());
        }
    }

    @Test
    void triesAnotherEndpointWhereNoConnectionIsMadeWhateverTheMethod() throws IOException {
        try (Origin pod = Origin.saying("hello");
                Client client =
                        gateway.serving(
                                        ForwardPolicy.DEFAULT,
                                        List.of(nobody(), pod.endpoint(), nobody()))
                                .connect()) {
            for (int i = 0; i < 6; i++) {
                assertThat(client.send(POST).read().body()).isEqualTo("hello");
            }
        }
    }

    @Test
    void answers502WhenNoEndpointCanBeReached() throws IOException {
        gateway.serving(ForwardPolicy.DEFAULT, List.of(nobody(), nobody()));
        try (Client client = gateway.connect()) {
            Reply reply = client.get("/").read();
            assertThat(reply.status()).isEqualTo(502);
            assertThat(reply.body()).isEqualTo("502 Bad Gateway\n");
            assertThat(client.get("/").read().status()).isEqualTo(502);
        }
    }

    @Test
    void keepsToTheNumberOfTries() throws IOException {
        ForwardPolicy once =
                new ForwardPolicy(
                        Duration.ofSeconds(1), Duration.ofSeconds(1), Duration.ofSeconds(1), 1, 0);
        try (Origin pod = Origin.saying("hello")) {
            gateway.serving(once, List.of(nobody(), pod.endpoint()));
            List<Integer> statuses = new ArrayList<>();
            try (Client client = gateway.connect()) {
                for (int i = 0; i < 4; i++) {
                    statuses.add(client.get("/").read().status());
                }
            }
            assertThat(statuses).containsExactlyInAnyOrder(200, 200, 502, 502);
        }
    }

    /// Answers the first request on each connection and closes when the second comes.
    private static Origin stale() throws IOException {
        return Origin.scripted(talk -> {
            String first = talk.readRequest();
            boolean headOnly = first != null && first.startsWith("HEAD ");
            String answer = Origin.ok("fresh");
            talk.send(headOnly ? answer.substring(0, answer.length() - 5) : answer);
            talk.readHead();
        });
    }

    @Test
    void takesANewConnectionWhenThePodHasJustClosedThePooledOne() throws IOException {
        try (Origin pod = stale();
                Client client = gateway.serving(pod).connect()) {
            for (int i = 0; i < 5; i++) {
                assertThat(client.get("/").read().body()).isEqualTo("fresh");
            }
            assertThat(pod.connections()).isEqualTo(5);
        }
    }

    @Test
    void neverRepeatsAPostThatWasSent() throws IOException {
        AtomicInteger seen = new AtomicInteger();
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readRequest();
                            seen.incrementAndGet();
                        });
                Client client = gateway.serving(pod, pod).connect()) {
            assertThat(client.send(POST).read().status()).isEqualTo(502);
            assertThat(seen).hasValue(1);
        }
    }

    @Test
    void repeatsAGetThatGotNoByteOfAnAnswerElsewhere() throws IOException {
        try (Origin dying = Origin.scripted(talk -> talk.readHead());
                Origin pod = Origin.saying("hello");
                Client client = gateway.serving(dying, pod).connect()) {
            for (int i = 0; i < 4; i++) {
                assertThat(client.get("/").read().body()).isEqualTo("hello");
            }
            assertThat(dying.heads()).isNotEmpty();
        }
    }

    @Test
    void neverRepeatsAfterAByteOfAnAnswer() throws IOException {
        try (Origin pod =
                        Origin.scripted(talk -> {
                            talk.readHead();
                            talk.send("HTTP/1.1 2");
                        });
                Client client = gateway.serving(pod).connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(502);
            assertThat(pod.heads()).hasSize(1);
        }
    }

    @ParameterizedTest
    @ValueSource(strings = {"GET", "HEAD"})
    void aStalePooledConnectionCostsNoTry(String method) throws IOException {
        Duration second = Duration.ofSeconds(1);
        ForwardPolicy once = new ForwardPolicy(second, second, second, 1, 0);
        try (Origin pod = stale();
                Client client = gateway.serving(once, Gateway.endpoints(pod)).connect()) {
            for (int i = 0; i < 5; i++) {
                client.send(method + " / HTTP/1.1\r\nHost: shop.test\r\n\r\n");
                assertThat(client.readHead()).startsWith("HTTP/1.1 200 ");
                client.in().readNBytes(method.equals("HEAD") ? 0 : 5);
            }
        }
    }

    @Test
    void neverRepeatsAPostOnAStalePooledConnection() throws IOException {
        try (Origin pod = stale();
                Client client = gateway.serving(pod).connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(200);
            assertThat(client.send(POST).read().status()).isEqualTo(502);
            assertThat(pod.heads()).hasSize(2);
            assertThat(pod.connections()).isEqualTo(1);
        }
    }
}
