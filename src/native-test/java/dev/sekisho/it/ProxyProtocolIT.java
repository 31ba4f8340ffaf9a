package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.File;
import java.io.IOException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.concurrent.TimeUnit;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// HAProxy in front, as a cloud's balancer of connections would be. Skipped where it is not
/// installed.
class ProxyProtocolIT {

    private static final String CLIENT = "127.0.0.2";

    @TempDir Path folder;

    @ParameterizedTest
    @ValueSource(strings = {"send-proxy", "send-proxy-v2"})
    void podsHearOfTheClientBehindTheBalancer(String version) throws Exception {
        assumeTrue(isInstalled(), "haproxy is not installed");
        try (var pod = new Origin("shop");
                var sekisho = serving(pod, "127.0.0.1/32")) {
            var port = freePort();
            var balancer = balancer(port, sekisho.httpPort(), version);
            try (var client = Http.over(connect(port))) {
                assertThat(client.get("shop.test", "/").header("x-saw-client")).isEqualTo(CLIENT);
                assertThat(client.get("shop.test", "/").body()).isEqualTo("shop");
            } finally {
                balancer.destroy();
                balancer.waitFor(10, TimeUnit.SECONDS);
            }
        }
    }

    @Test
    void itIsNotUsedWithoutTheNetworksOfTheBalancers() throws IOException {
        try (var refused =
                SekishoProcess.start("serve", folder.toString(), "--use-proxy-protocol")) {
            assertThat(refused.exitCode()).isEqualTo(2);
            assertThat(refused.errors()).contains("--proxy-protocol-cidrs");
        }
    }

    private SekishoProcess serving(Origin pod, String balancers) throws IOException {
        var manifests = Files.createDirectory(folder.resolve("manifests"));
        Files.writeString(
                manifests.resolve("shop.yaml"),
                Manifests.CLASS
                        + Manifests.service("shop")
                        + Manifests.pod("shop", pod.port())
                        + Manifests.ingress("shop", "shop.test", "/", "shop"));
        return SekishoProcess.serving(
                "serve",
                manifests.toString(),
                "--use-proxy-protocol",
                "--proxy-protocol-cidrs",
                balancers);
    }

    private static boolean isInstalled() {
        return Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .anyMatch(folder -> Files.isExecutable(Path.of(folder, "haproxy")));
    }

    private Process balancer(int port, int behind, String version) throws IOException {
        var configuration =
                Files.writeString(
                        folder.resolve("haproxy.cfg"),
                        """
                        defaults
                          mode tcp
                          timeout connect 5s
                          timeout client 30s
                          timeout server 30s
                        listen balancer
                          bind 127.0.0.1:%d
                          server gateway 127.0.0.1:%d %s
                        """
                                .formatted(port, behind, version));
        return new ProcessBuilder("haproxy", "-db", "-f", configuration.toString())
                .inheritIO()
                .start();
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0, 1, InetAddress.getLoopbackAddress())) {
            return socket.getLocalPort();
        }
    }

    private static Socket connect(int port) {
        return await().atMost(Duration.ofSeconds(10))
                .ignoreExceptions()
                .until(
                        () ->
                                new Socket(
                                        InetAddress.getLoopbackAddress(),
                                        port,
                                        InetAddress.getByName(CLIENT),
                                        0),
                        Socket::isConnected);
    }
}
