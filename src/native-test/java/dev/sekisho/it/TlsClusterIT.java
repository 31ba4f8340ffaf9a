package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Certificates follow their Secrets.
class TlsClusterIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final Duration LASTING = Duration.ofSeconds(20);

    private TestNamespace namespace;

    @BeforeEach
    void createNamespace() {
        namespace = TestNamespace.create(TestCluster.required());
        namespace.applyEmptyService("web");
    }

    @AfterEach
    void cleanUp() {
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    void followsASecretFromItsCreationToItsEnd() {
        var host = namespace.host("shop");
        var first = TestCertificate.forHost(host);
        var second = TestCertificate.forHost(host);
        namespace.applyTlsIngress("shop", "shop-tls");
        try (var gateway = ControllerGateway.start(namespace)) {
            awaitSecretNotFound();
            assertThat(gateway.statusTrustingAll(host)).isEqualTo(503);

            namespace.applyCertificate("shop-tls", first);
            awaitServed(gateway, first, host);

            namespace.applyCertificate("shop-tls", second);
            awaitServed(gateway, second, host);

            namespace.deleteSecret("shop-tls");
            awaitNotServed(gateway, second, host);
            assertThat(gateway.statusTrustingAll(host)).isEqualTo(503);
        }
    }

    @Test
    void reportsASecretThatWasDeleted() {
        var host = namespace.host("shop");
        var certificate = TestCertificate.forHost(host);
        namespace.applyCertificate("shop-tls", certificate);
        namespace.applyTlsIngress("shop", "shop-tls");
        try (var gateway = ControllerGateway.start(namespace)) {
            awaitServed(gateway, certificate, host);
            assertThat(namespace.warnings("shop")).isEmpty();

            namespace.deleteSecret("shop-tls");

            awaitSecretNotFound();
        }
    }

    @Test
    void saysWhereItMayNotReadSecretsAndServesTheOthers() {
        try (var closed = TestNamespace.create(namespace.cluster())) {
            var open = namespace.host("open");
            var certificate = TestCertificate.forHost(open);
            namespace.applyCertificate("open-tls", certificate);
            namespace.applyTlsIngress("open", "open-tls");
            closed.applyEmptyService("web");
            var shut = closed.host("shut");
            var unread = TestCertificate.forHost(shut);
            closed.applyCertificate("shut-tls", unread);
            closed.applyTlsIngressOfClass(namespace.name(), "shut", "shut-tls");

            try (var gateway = ControllerGateway.start(namespace)) {
                await().atMost(SOON)
                        .untilAsserted(() ->
                                assertThat(closed.warnings("shut"))
                                        .anyMatch(it -> it.startsWith("SecretForbidden: ")));
                // Only a refusal that lasts is called a missing permission.
                await().atMost(LASTING)
                        .untilAsserted(
                                () -> assertThat(gateway.log()).contains("secrets", closed.name()));
                awaitServed(gateway, certificate, open);
                assertThat(gateway.statusTrusting(unread, shut)).isZero();
                assertThat(gateway.statusTrustingAll(shut)).isEqualTo(503);
                assertThat(namespace.warnings("open")).isEmpty();
            }
        }
    }

    @Test
    void servesTrafficWithoutThePermissionToWriteStatuses() {
        namespace.forbidStatus();
        namespace.applyIngress("web", "web");
        try (var gateway =
                ControllerGateway.start(namespace, "--publish-status-address", "192.0.2.1")) {
            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(gateway.log()).contains("ingresses/status"));
            assertThat(gateway.status(namespace.host("web"))).isEqualTo(503);

            namespace.applyIngress("later", "web");

            await().untilAsserted(() ->
                    assertThat(gateway.status(namespace.host("later"))).isEqualTo(503));
            assertThat(namespace.addresses("web")).isEmpty();
        }
    }

    private void awaitServed(ControllerGateway gateway, TestCertificate certificate, String host) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(gateway.statusTrusting(certificate, host)).isEqualTo(503));
    }

    private void awaitNotServed(
            ControllerGateway gateway, TestCertificate certificate, String host) {
        await().atMost(SOON)
                .untilAsserted(
                        () -> assertThat(gateway.statusTrusting(certificate, host)).isZero());
    }

    private void awaitSecretNotFound() {
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(namespace.warnings("shop"))
                                .anyMatch(it -> it.startsWith("SecretNotFound: "))
                                .anyMatch(it -> it.contains("shop-tls")));
    }
}
