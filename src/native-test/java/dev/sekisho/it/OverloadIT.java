package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class OverloadIT {

    private static final int DESCRIPTORS = 512;

    @TempDir Path folder;
    private final List<Http> clients = new ArrayList<>();
    private Origin origin;

    @BeforeEach
    void manifests() throws IOException {
        origin = new Origin("origin");
        Files.writeString(
                folder.resolve("all.yaml"),
                Manifests.CLASS
                        + Manifests.service("shop")
                        + Manifests.pod("shop", origin.port())
                        + Manifests.ingress("shop", "shop.test", "/", "shop"));
    }

    @AfterEach
    void stop() throws IOException {
        for (var client : clients) {
            client.close();
        }
        origin.close();
    }

    @Test
    void moreClientsThanDescriptorsAreServedOneAfterTheOther() throws Exception {
        try (var sekisho = withFewDescriptors()) {
            var slow = connect(sekisho);
            slow.send("GET /slow HTTP/1.1\r\nHost: shop.test\r\n\r\n");
            origin.awaitSlowRequest();

            for (int i = 0; i < 2 * DESCRIPTORS; i++) {
                assertThat(connect(sekisho).get("shop.test", "/").status())
                        .as("request %d", i)
                        .isEqualTo(200);
            }
            assertThat(metric(sekisho, "sekisho_descriptors_limit")).isEqualTo(DESCRIPTORS);
            assertThat(metric(sekisho, "sekisho_shed_connections_total{side=\"client\"}"))
                    .isPositive();
            origin.release();
            assertThat(slow.receive().status()).isEqualTo(200);
        }
    }

    @Test
    void requestsThatDoNotEndMakeRoomForWhoAsks() throws Exception {
        try (var sekisho = withFewDescriptors()) {
            for (int i = 0; i < DESCRIPTORS; i++) {
                connect(sekisho).send("GET / HTTP/1.1\r\nHost: shop.test\r\n");
            }
            var waiting = connect(sekisho);
            waiting.send("GET / HTTP/1.1\r\nHost: shop.test\r\n\r\n");

            assertThat(waiting.receive().status()).isEqualTo(200);
            assertThat(metric(sekisho, "sekisho_shed_connections_total{side=\"client\"}"))
                    .isPositive();
            await().atMost(Duration.ofSeconds(5))
                    .until(() ->
                            metric(sekisho, "sekisho_overloaded{resource=\"descriptors\"}") == 0);
        }
    }

    private SekishoProcess withFewDescriptors() {
        var lowered = "ulimit -n " + DESCRIPTORS + " && exec \"$@\"";
        return SekishoProcess.startBy(
                List.of("sh", "-c", lowered, "sh"),
                List.of(
                        "serve",
                        "--http-port=0",
                        "--https-port=0",
                        "--management-port=0",
                        "--bind-address=127.0.0.1",
                        "--management-bind-address=127.0.0.1",
                        "--access-log=off",
                        folder.toString()));
    }

    private Http connect(SekishoProcess sekisho) throws IOException {
        var client = Http.connect(sekisho.httpPort());
        clients.add(client);
        return client;
    }

    private static double metric(SekishoProcess sekisho, String series) throws IOException {
        var page = Http.get(sekisho.managementPort(), "localhost", "/metrics").body();
        return page.lines()
                .filter(line -> line.startsWith(series + " "))
                .mapToDouble(line -> Double.parseDouble(line.substring(series.length())))
                .sum();
    }
}
