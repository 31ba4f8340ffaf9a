package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShutdownIT {

    @TempDir Path folder;
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
    void stop() {
        origin.close();
    }

    @Test
    void anIdleProgramEndsWithZero() {
        try (var sekisho = SekishoProcess.serving("serve", folder.toString())) {
            assertThat(sekisho.stop()).isZero();
        }
    }

    @Test
    void aRequestInFlightIsFinished() throws Exception {
        try (var sekisho = SekishoProcess.serving("serve", folder.toString());
                var http = Http.connect(sekisho.httpPort())) {
            http.send("GET /slow HTTP/1.1\r\nHost: shop.test\r\n\r\n");
            origin.awaitSlowRequest();
            sekisho.signalTerm();
            await().until(() -> ready(sekisho) == 503);
            assertThat(sekisho.isAlive()).isTrue();
            origin.release();
            var answer = http.receive();
            assertThat(answer.status()).isEqualTo(200);
            assertThat(answer.body()).isEqualTo("origin");
            assertThat(answer.header("connection")).isEqualToIgnoringCase("close");
            assertThat(http.isClosedByPeer()).isTrue();
            assertThat(sekisho.exitCode()).isZero();
        }
    }

    @Test
    void newRequestsAreTakenUntilTheLoadBalancerHasCaughtUp() throws Exception {
        var delay = "--drain-delay=3s";
        try (var sekisho = SekishoProcess.serving("serve", delay, folder.toString())) {
            sekisho.signalTerm();
            await().until(() -> ready(sekisho) == 503);
            assertThat(Http.get(sekisho.httpPort(), "shop.test", "/").status()).isEqualTo(200);
            assertThat(sekisho.exitCode()).isZero();
        }
    }

    @Test
    void aRequestThatNeverEndsIsCutAfterTheTimeout() throws Exception {
        var timeout = "--drain-timeout=1s";
        try (var sekisho = SekishoProcess.serving("serve", timeout, folder.toString());
                var http = Http.connect(sekisho.httpPort())) {
            http.send("GET /slow HTTP/1.1\r\nHost: shop.test\r\n\r\n");
            origin.awaitSlowRequest();
            assertThat(sekisho.stop()).isZero();
        }
    }

    private static int ready(SekishoProcess sekisho) throws IOException {
        return Http.get(sekisho.managementPort(), "localhost", "/readyz").status();
    }
}
