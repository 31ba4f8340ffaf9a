package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// The API server goes away and comes back.
class OutageClusterIT {

    private static final Duration RECOVERY = Duration.ofSeconds(30);

    private TestNamespace namespace;

    @AfterEach
    void cleanUp() {
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    void servesThroughARestartOfTheApiServerAndSeesWhatChangesAfterwards() {
        var cluster = TestCluster.required();
        cluster.requiredTool();
        namespace = TestNamespace.create(cluster);
        namespace.applyEmptyService("web");
        namespace.applyIngress("old", "web");
        namespace.applyTlsIngress("shop", "shop-tls");
        var shop = namespace.host("shop");
        var before = TestCertificate.forHost(shop);
        var after = TestCertificate.forHost(shop);
        namespace.applyCertificate("shop-tls", before);
        try (var gateway =
                        ControllerGateway.start(
                                namespace, "--publish-status-address", "192.0.2.1");
                var traffic = gateway.traffic(namespace.host("old"))) {
            await().untilAsserted(
                            () -> assertThat(gateway.statusTrusting(before, shop)).isEqualTo(503));
            cluster.killAndRestartApiServer();

            namespace.applyIngress("new", "web");
            namespace.applyCertificate("shop-tls", after);

            await().atMost(RECOVERY)
                    .untilAsserted(() -> {
                        assertThat(gateway.status(namespace.host("new"))).isEqualTo(503);
                        assertThat(namespace.addresses("new")).containsExactly("192.0.2.1");
                    });
            assertThat(traffic.stop()).containsOnlyKeys("503");
        }
    }
}
