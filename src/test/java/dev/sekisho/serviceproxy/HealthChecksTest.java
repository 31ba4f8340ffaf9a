package dev.sekisho.serviceproxy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.awaitility.Awaitility.await;

import dev.sekisho.model.Reason;
import dev.sekisho.model.service.HealthCheck;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.serviceproxy.HealthServer.Answer;
import java.io.IOException;
import java.net.ConnectException;
import java.net.InetAddress;
import java.net.ServerSocket;
import java.net.Socket;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.List;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// What load balancers of clouds ask, in the words of kube-proxy.
class HealthChecksTest {

    private boolean refusing;
    private final ServiceProxyPlane plane =
            new ServiceProxyPlane(
                    new FakeKernel() {
                        @Override
                        public void commit(String transaction) throws KernelException {
                            if (refusing) {
                                throw new KernelException("refused");
                            }
                        }
                    },
                    RuleSettings.DEFAULT,
                    _ -> false,
                    Duration.ofHours(1),
                    () -> {});

    @AfterEach
    void close() {
        plane.close();
    }

    @Test
    void aNodeWithReadyEndpointsIsHealthy() throws IOException {
        var port = freePort();
        serve(new HealthCheck("shop", "web", port, 2), false);

        assertThat(ask(port))
                .startsWith("HTTP/1.1 200 OK\r\n")
                .contains("Content-Type: application/json\r\n")
                .contains("X-Content-Type-Options: nosniff\r\n")
                .contains("X-Load-Balancing-Endpoint-Weight: 2\r\n")
                .endsWith(
                        """
                        \r
                        \r
                        {
                        \t"service": {
                        \t\t"namespace": "shop",
                        \t\t"name": "web"
                        \t},
                        \t"localEndpoints": 2,
                        \t"serviceProxyHealthy": true
                        }\
                        """);
    }

    @Test
    void aNodeWithoutReadyEndpointsIsNot() throws IOException {
        var port = freePort();
        serve(new HealthCheck("shop", "web", port, 2), false);
        serve(new HealthCheck("shop", "web", port, 0), false);

        assertThat(ask(port))
                .startsWith("HTTP/1.1 503 Service Unavailable\r\n")
                .contains("X-Load-Balancing-Endpoint-Weight: 0\r\n", "\"localEndpoints\": 0");
    }

    @Test
    void aKernelThatIsNotUpToDateIsNotHealthy() {
        var check = new HealthCheck("shop", "web", 1, 2);

        assertThat(HealthChecks.answer(check, false))
                .extracting(Answer::status, Answer::weight)
                .containsExactly(503, 2);
    }

    @Test
    void aPortThatIsNotWantedAnyMoreIsClosed() throws IOException {
        var port = freePort();
        serve(new HealthCheck("shop", "web", port, 2), false);
        plane.apply(Ports.snapshot(ServiceTable.EMPTY));

        // The kernel takes connections until the server's thread has let go of the socket.
        await().untilAsserted(() ->
                assertThatThrownBy(() -> ask(port)).isInstanceOf(ConnectException.class));
    }

    @Test
    void aPortThatIsTakenIsReported() throws IOException {
        try (var taken = new ServerSocket(0)) {
            var table = table(new HealthCheck("shop", "web", taken.getLocalPort(), 2), false);

            assertThat(plane.apply(Ports.snapshot(table)).problems())
                    .singleElement()
                    .satisfies(it -> {
                        assertThat(it.reason()).isEqualTo(Reason.NOT_PROGRAMMED);
                        assertThat(it.message()).contains("cannot be listened on");
                    });
        }
    }

    @Test
    void theProxyIsHealthyWhileTheKernelServesWhatItShould() throws IOException {
        assertThat(status("/healthz")).isEqualTo(503);
        assertThat(status("/livez")).isEqualTo(503);
        serve(new HealthCheck("shop", "web", freePort(), 2), false);
        assertThat(status("/healthz")).isEqualTo(200);
        assertThat(status("/livez")).isEqualTo(200);
        assertThat(plane.health("/healthz").orElseThrow().json())
                .matches(
                        "\\{\"lastUpdated\": \"2.+Z\","
                                + "\"currentTime\": \"2.+Z\", \"nodeEligible\": true}");
        assertThat(plane.health("/other")).isEmpty();
    }

    @Test
    void aNodeThatLeavesIsAliveAndGetsNothingNew() throws IOException {
        serve(new HealthCheck("shop", "web", freePort(), 2), true);

        assertThat(status("/healthz")).isEqualTo(503);
        assertThat(status("/livez")).isEqualTo(200);
    }

    @Test
    void aTransactionThatFailsMakesBothFail() throws IOException {
        var port = freePort();
        serve(new HealthCheck("shop", "web", port, 2), false);
        refusing = true;
        var web = Ports.tcp("web", "10.96.0.10", Ports.NEAR);

        assertThatThrownBy(() -> plane.apply(Ports.snapshot(Ports.table(web))))
                .hasMessage("the kernel did not take the rules: refused");
        assertThat(status("/healthz")).isEqualTo(503);
        assertThat(status("/livez")).isEqualTo(503);
        assertThat(ask(port)).contains("\"serviceProxyHealthy\": false");
    }

    private int status(String path) {
        return plane.health(path).orElseThrow().status();
    }

    private void serve(HealthCheck check, boolean nodeLeaves) {
        assertThat(plane.apply(Ports.snapshot(table(check, nodeLeaves))).problems()).isEmpty();
    }

    private static ServiceTable table(HealthCheck check, boolean nodeLeaves) {
        return new ServiceTable(new TreeMap<>(), List.of(), List.of(check), nodeLeaves);
    }

    private static int freePort() throws IOException {
        try (var socket = new ServerSocket(0)) {
            return socket.getLocalPort();
        }
    }

    private static String ask(int port) throws IOException {
        try (var socket = new Socket(InetAddress.ofLiteral("127.0.0.1"), port)) {
            socket.setSoTimeout(10_000);
            var request = "GET /any HTTP/1.1\r\nHost: node\r\n\r\n";
            socket.getOutputStream().write(request.getBytes(StandardCharsets.US_ASCII));
            var answer = socket.getInputStream().readAllBytes();
            return new String(answer, StandardCharsets.US_ASCII);
        }
    }
}
