package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.http.ForwardPolicy;
import java.io.IOException;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Server-sent events: each comes to the client before the pod says the next, through changes.
class EventStreamTest {

    private static final String HEAD =
            "HTTP/1.1 200 OK\r\nContent-Type: text/event-stream\r\nCache-Control: no-cache\r\n";
    private static final String END = "";

    private final BlockingQueue<String> events = new LinkedBlockingQueue<>();
    private Origin chunked;
    private Origin unframed;
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        chunked =
                Origin.scripted(talk -> {
                    talk.readHead();
                    talk.send(HEAD + "Transfer-Encoding: chunked\r\n\r\n");
                    sayAll(event ->
                            talk.send(
                                    Integer.toHexString(event.length()) + "\r\n" + event + "\r\n"));
                    talk.send("0\r\n\r\n");
                });
        unframed =
                Origin.scripted(talk -> {
                    talk.readHead();
                    talk.send(HEAD + "\r\n");
                    sayAll(talk::send);
                });
        gateway = new Gateway(Gateway.settings());
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        chunked.close();
        unframed.close();
    }

    private interface Saying {
        void say(String event) throws IOException;
    }

    private void sayAll(Saying saying) throws IOException {
        try {
            for (String event = events.take(); !event.equals(END); event = events.take()) {
                saying.say(event);
            }
        } catch (InterruptedException stopped) {
            Thread.currentThread().interrupt();
        }
    }

    /// What a test reads of the body.
    private interface Hearing {
        String hear(int length) throws IOException;
    }

    private void assertThatEachComesAlone(Hearing client) throws IOException {
        for (int i = 0; i < 6; i++) {
            String event = "id: " + i + "\ndata: " + "x".repeat(i * 100) + "\n\n";
            events.add(event);
            assertThat(client.hear(event.length())).isEqualTo(event);
            change(i);
        }
    }

    /// Another policy, no pod, no route at all.
    private void change(int round) {
        ForwardPolicy other =
                new ForwardPolicy(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(60 + round),
                        Duration.ofSeconds(60),
                        0,
                        1);
        gateway.serving(other, round % 2 == 0 ? List.of() : Gateway.endpoints(chunked));
    }

    @Test
    void chunkByChunkToHttp1() throws IOException {
        try (Client client = gateway.serving(chunked).connect().get("/events")) {
            assertThat(client.readHead()).contains("text/event-stream");
            assertThatEachComesAlone(length -> {
                String line = Integer.toHexString(length) + "\r\n";
                assertThat(WebSockets.take(client.in(), line.length())).isEqualTo(line);
                String event = WebSockets.take(client.in(), length);
                assertThat(WebSockets.take(client.in(), 2)).isEqualTo("\r\n");
                return event;
            });
            events.add(END);
            assertThat(WebSockets.take(client.in(), 5)).isEqualTo("0\r\n\r\n");
        }
    }

    @Test
    void untilThePodClosesToHttp1() throws IOException {
        try (Client client = gateway.serving(unframed).connect()) {
            client.send("GET /events HTTP/1.0\r\nHost: shop.test\r\n\r\n");
            assertThat(client.readHead()).contains("text/event-stream");
            assertThatEachComesAlone(length -> WebSockets.take(client.in(), length));
            events.add(END);
            assertThat(client.rest()).isEmpty();
        }
    }

    @Test
    void chunkByChunkToHttp2() throws IOException {
        gateway.serving(chunked);
        assertThatEachComesAloneToHttp2();
    }

    @Test
    void untilThePodClosesToHttp2() throws IOException {
        gateway.serving(unframed);
        assertThatEachComesAloneToHttp2();
    }

    private void assertThatEachComesAloneToHttp2() throws IOException {
        try (FrameClient client = FrameClient.connect(gateway.port())) {
            client.get(1, "/events");
            assertThat(client.decode(client.await(FrameClient.HEADERS, 1)).get("content-type"))
                    .hasToString("text/event-stream");
            assertThatEachComesAlone(length -> {
                StringBuilder event = new StringBuilder();
                while (event.length() < length) {
                    event.append(client.await(FrameClient.DATA, 1).text());
                }
                return event.toString();
            });
            events.add(END);
            assertThat(client.await(FrameClient.DATA, 1).ends()).isTrue();
        }
    }
}
