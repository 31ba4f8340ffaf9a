package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.networking.v1.IngressBuilder;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What the gateway writes to Ingress objects, and to which.
class StatusClusterIT {

    private static final String ADDRESS = "192.0.2.7";

    private TestNamespace namespace;
    private TestNamespace elsewhere;

    @BeforeEach
    void createNamespaces() {
        var cluster = TestCluster.required();
        namespace = TestNamespace.create(cluster);
        elsewhere = TestNamespace.create(cluster);
        namespace.applyEmptyService("web");
        elsewhere.applyEmptyService("web");
    }

    @AfterEach
    void cleanUp() {
        if (namespace != null) {
            namespace.close();
        }
        if (elsewhere != null) {
            elsewhere.close();
        }
    }

    @Test
    void publishesItsAddressOnIngressesOfItsClassOnly() {
        namespace.applyIngressOfClass(elsewhere.name(), "foreign", "web");
        writeForeignStatus("foreign", "203.0.113.9");
        namespace.applyIngress("before", "web");

        try (var gateway = start()) {
            namespace.applyIngress("after", "web");

            awaitAddress("before");
            awaitAddress("after");
            assertThat(gateway.status(namespace.host("after"))).isEqualTo(503);
            assertThat(gateway.status(namespace.host("foreign"))).isEqualTo(404);
        }
        assertThat(namespace.addresses("foreign")).containsExactly("203.0.113.9");
    }

    @Test
    void withdrawsRouteAndAddressWhenTheClassChanges() {
        namespace.applyIngress("leaving", "web");
        try (var gateway = start()) {
            awaitAddress("leaving");

            namespace.applyIngressOfClass(elsewhere.name(), "leaving", "web");

            await().untilAsserted(() -> assertThat(namespace.addresses("leaving")).isEmpty());
            assertThat(gateway.status(namespace.host("leaving"))).isEqualTo(404);
        }
    }

    @Test
    void saysInAnEventWhichServiceIsMissing() {
        namespace.applyIngress("broken", "nowhere");
        try (var gateway = start()) {
            await().untilAsserted(() ->
                    assertThat(namespace.warnings("broken"))
                            .anyMatch(it -> it.startsWith("BackendNotFound: "))
                            .anyMatch(it -> it.contains("nowhere")));
            assertThat(gateway.status(namespace.host("broken"))).isEqualTo(503);
        }
    }

    @Test
    void readsOnlyTheWatchedNamespaces() {
        elsewhere.applyIngressOfClass(namespace.name(), "unseen", "web");
        namespace.applyIngress("seen", "web");
        try (var gateway = start("--watch-namespace", namespace.name())) {
            awaitAddress("seen");
            assertThat(gateway.status(namespace.host("seen"))).isEqualTo(503);
            assertThat(gateway.status(elsewhere.host("unseen"))).isEqualTo(404);
            assertThat(elsewhere.addresses("unseen")).isEmpty();
        }
    }

    private ControllerGateway start(String... options) {
        var all = new ArrayList<>(List.of("--publish-status-address", ADDRESS));
        all.addAll(List.of(options));
        return ControllerGateway.start(namespace, all.toArray(String[]::new));
    }

    private void awaitAddress(String ingress) {
        await().untilAsserted(
                        () -> assertThat(namespace.addresses(ingress)).containsExactly(ADDRESS));
    }

    private void writeForeignStatus(String ingress, String address) {
        var changed =
                new IngressBuilder(namespace.ingress(ingress))
                        .withNewStatus()
                        .withNewLoadBalancer()
                        .addNewIngress()
                        .withIp(address)
                        .endIngress()
                        .endLoadBalancer()
                        .endStatus()
                        .build();
        namespace.client().resource(changed).updateStatus();
    }
}
