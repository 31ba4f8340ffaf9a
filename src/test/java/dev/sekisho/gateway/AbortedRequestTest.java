package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.IOException;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// What the access log says of requests whose client reset its connection.
class AbortedRequestTest {

    private final KeptLog log = new KeptLog();
    private Gateway gateway;

    @BeforeEach
    void start() throws IOException {
        gateway = new Gateway(Gateway.settings(), new EpollEventLoopGroup(1), log.log());
    }

    @AfterEach
    void stop() {
        gateway.close();
        log.close();
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

            assertThat(log.awaitLine())
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

            assertThat(log.awaitLine()).contains("\"status\":200", "\"protocol\":\"HTTP/1.1\"");
        }
    }
}
