package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// Two replicas share the work of writing: the holder of a Lease does it. Each publishes an address
/// of its own here, which tells who wrote.
class ReplicasClusterIT {

    private static final String FIRST = "192.0.2.1";
    private static final String SECOND = "192.0.2.2";
    private static final Duration TAKE_OVER = Duration.ofSeconds(15);

    private TestNamespace namespace;

    @BeforeEach
    void createIngress() {
        namespace = TestNamespace.create(TestCluster.required());
        namespace.applyEmptyService("web");
        namespace.applyIngress("web", "web");
    }

    @AfterEach
    void cleanUp() {
        if (namespace != null) {
            namespace.close();
        }
    }

    @Test
    void anotherReplicaTakesOverFromOneThatWasKilled() {
        try (var first = start(FIRST)) {
            awaitAddress(FIRST);
            try (var second = start(SECOND)) {
                await().during(Duration.ofSeconds(3))
                        .untilAsserted(() ->
                                assertThat(namespace.addresses("web")).containsExactly(FIRST));

                first.kill();

                await().atMost(TAKE_OVER)
                        .untilAsserted(() ->
                                assertThat(namespace.addresses("web")).containsExactly(SECOND));
                assertThat(second.status(namespace.host("web"))).isEqualTo(503);
            }
        }
    }

    @Test
    void theLastReplicaToStopClearsTheStatus() {
        try (var first = start(FIRST)) {
            awaitAddress(FIRST);
            try (var second = start(SECOND)) {
                // It is known to the first one as soon as it has signed the Lease.
                await().untilAsserted(() -> assertThat(candidates()).isEqualTo(2));

                assertThat(first.stop()).isZero();
                assertThat(namespace.addresses("web")).isNotEmpty();
                awaitAddress(SECOND);

                assertThat(second.stop()).isZero();
                assertThat(namespace.addresses("web")).isEmpty();
            }
        }
    }

    private ControllerGateway start(String address) {
        return ControllerGateway.start(namespace, "--publish-status-address", address);
    }

    private void awaitAddress(String address) {
        await().atMost(TAKE_OVER)
                .untilAsserted(
                        () -> assertThat(namespace.addresses("web")).containsExactly(address));
    }

    private int candidates() {
        return namespace.client().leases().inNamespace(namespace.name()).list().getItems().stream()
                .mapToInt(lease -> lease.getMetadata().getAnnotations().size())
                .sum();
    }
}
