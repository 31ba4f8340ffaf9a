package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a machine can have against a gateway that starts.
class NoClusterIT {

    private static final Path FIRST_FREE = Path.of("/proc/sys/net/ipv4/ip_unprivileged_port_start");
    private static final Path SETPRIV = Path.of("/usr/bin/setpriv");

    @TempDir private Path folder;

    @Test
    void anApiServerThatIsAwayIsAwaitedAndReadinessSaysWhy() throws IOException {
        var away = freePort();
        var management = freePort();
        var kubeconfig = folder.resolve("kubeconfig");
        Files.writeString(
                kubeconfig,
                """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                clusters: [{name: test, cluster: {server: "http://127.0.0.1:%d"}}]
                users: [{name: test, user: {token: none}}]
                """
                        .formatted(away));
        try (var sekisho =
                SekishoProcess.start(
                        "controller",
                        "--kubeconfig=" + kubeconfig,
                        "--http-port=0",
                        "--https-port=0",
                        "--management-bind-address=127.0.0.1",
                        "--management-port=" + management)) {
            await().atMost(Duration.ofSeconds(30))
                    .ignoreExceptions()
                    .untilAsserted(() -> {
                        var answer = Http.get(management, "127.0.0.1", "/readyz");
                        assertThat(answer.status()).isEqualTo(503);
                        assertThat(answer.body())
                                .contains("ingresses.networking.k8s.io: ", "127.0.0.1:" + away);
                    });
            assertThat(sekisho.isAlive()).isTrue();
            assertThat(Http.get(management, "127.0.0.1", "/healthz").status()).isEqualTo(200);
            assertThat(sekisho.errors().lines().filter(it -> it.contains("does not serve")))
                    .hasSizeBetween(1, 2);
            assertThat(sekisho.stop()).isZero();
        }
    }

    @Test
    void aPortThatNeedsARightIsOneLineAndAFailure() throws IOException {
        assumeTrue(Files.isExecutable(SETPRIV), "no setpriv to give rights away with");
        assumeTrue("root".equals(System.getProperty("user.name")), "not root");
        assumeTrue(
                Integer.parseInt(Files.readString(FIRST_FREE).strip()) > 81,
                "low ports need no right here");
        var drop =
                List.of(
                        SETPRIV.toString(),
                        "--inh-caps=-all",
                        "--bounding-set=-all",
                        "--reuid=0",
                        "--clear-groups");
        try (var sekisho =
                SekishoProcess.startUnready(
                        drop,
                        List.of(
                                "serve",
                                "--bind-address=127.0.0.1",
                                "--http-port=81",
                                "--https-port=0",
                                "--management-port=0",
                                "--management-bind-address=127.0.0.1",
                                folder.toString()))) {
            assertThat(sekisho.exitCode()).isEqualTo(1);
            assertThat(sekisho.errors().lines())
                    .filteredOn(line -> line.startsWith("sekisho: "))
                    .singleElement()
                    .asString()
                    .contains("cannot listen on 127.0.0.1:81", "ermission denied");
        }
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }
}
