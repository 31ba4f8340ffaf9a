package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.Test;

/// A certificate that changes while the chart lets the gateway watch Secrets.
class SecretsInstalledIT {

    private static final Duration ROTATED_WITHIN = Duration.ofSeconds(2);
    private static final Duration SOON = Duration.ofSeconds(20);

    /// So many connections that both replicas have some.
    private static final int CONNECTIONS = 10;

    @Test
    void aRotatedCertificateIsServedInTime() {
        var cluster = TestCluster.required();
        var image = cluster.requiredInstallImages().getFirst();
        try (var namespace = TestNamespace.create(cluster);
                var gateway = InstalledGateway.install(cluster, image, "rbac.secrets=watch")) {
            var host = namespace.host("tls");
            var first = TestCertificate.forHost(host);
            var second = TestCertificate.forHost(host);
            var outside = Outside.toNodePorts(cluster, gateway);
            namespace.applyEmptyService("web");
            namespace.applyCertificate("secret", first);
            namespace.applyTlsIngressOfClass(InstalledGateway.NAME, "tls", "secret");
            await().atMost(SOON).untilAsserted(() -> serves(outside, first, host));

            namespace.applyCertificate("secret", second);

            var applied = System.nanoTime();
            await().pollDelay(Duration.ZERO)
                    .pollInterval(Duration.ofMillis(50))
                    .atMost(ROTATED_WITHIN)
                    .untilAsserted(() -> serves(outside, second, host));
            System.out.printf(
                    "rotated certificate served by all after %d ms at most%n",
                    Duration.ofNanos(System.nanoTime() - applied).toMillis());
        }
    }

    private static void serves(Outside outside, TestCertificate certificate, String host) {
        assertThat(outside.statusesTrusting(certificate, host, CONNECTIONS))
                .hasSize(CONNECTIONS)
                .containsOnly("503");
    }
}
