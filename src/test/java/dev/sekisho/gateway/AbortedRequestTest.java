package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.observe.AccessLog;
import dev.sekisho.gateway.observe.AccessLogFormat;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the access log says of requests whose client reset its connection.
class AbortedRequestTest {

    private final ByteArrayOutputStream logged = new ByteArrayOutputStream();
    private AccessLog log;
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        log = new AccessLog(AccessLogFormat.JSON, logged, 1 << 16);
        gateway = new Gateway(Gateway.settings(), new EpollEventLoopGroup(1), log);
    }

    @AfterEach
    void stop() {
        gateway.close();
        log.close();
    }

    private String logLine() {
        await().until(() -> logged.toString(StandardCharsets.UTF_8).endsWith("\n"));
        return logged.toString(StandardCharsets.UTF_8);
    }

    @ParameterizedTest
    @ValueSource(strings = {"HTTP/1.0", "HTTP/1.1"})
    void beforeTheResponseIs499(String protocol) throws IOException {
        try (Origin pod = Origin.answering("")) {
            gateway.serving(pod);
            Client client = gateway.connect();
            client.send("GET /slow %s\r\nHost: shop.test\r\n\r\n".formatted(protocol));
            await().until(() -> !pod.heads().isEmpty());

            client.reset();

            assertThat(logLine())
                    .contains("\"status\":499", "\"protocol\":\"%s\"".formatted(protocol));
        }
    }

    @Test
    void duringTheResponseKeepsItsStatus() throws IOException {
        try (Origin pod = Origin.answering("HTTP/1.1 200 OK\r\nContent-Length: 9\r\n\r\nhalf")) {
            gateway.serving(pod);
            Client client = gateway.connect().get("/half");
            assertThat(client.in().read()).isEqualTo('H');

            client.reset();

            assertThat(logLine()).contains("\"status\":200", "\"protocol\":\"HTTP/1.1\"");
        }
    }
}
