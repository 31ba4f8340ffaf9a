package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/// What a cluster can have against a gateway that starts.
class BadStartClusterIT {

    private static final Duration SOON = Duration.ofSeconds(30);

    private TestNamespace namespace;

    @BeforeEach
    void createNamespace() {
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
    void aClassOfAnotherControllerIsNamedAndTheOthersAreServed() {
        var taken = namespace.name() + "-taken";
        namespace.apply(
                """
                apiVersion: networking.k8s.io/v1
                kind: IngressClass
                metadata: {name: $NAME-taken}
                spec: {controller: example.com/other}
                """);
        namespace.applyIngressOfClass(taken, "theirs", "web");
        try (var gateway = ControllerGateway.start(namespace, "--ingress-class=" + taken)) {
            assertThat(gateway.status(namespace.host("web"))).isEqualTo(503);
            assertThat(gateway.status(namespace.host("theirs"))).isEqualTo(404);
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(gateway.log().lines())
                                    .filteredOn(line -> line.contains(taken))
                                    .singleElement()
                                    .asString()
                                    .contains("ClassConflict", "example.com/other"));
        } finally {
            namespace.client().network().v1().ingressClasses().withName(taken).delete();
        }
    }

    @Test
    void eachMissingPermissionIsNamedOnceWithItsRule() {
        namespace.permitReadingOnly("ingresses", "ingressclasses");
        try (var gateway = ControllerGateway.startUnready(namespace)) {
            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(gateway.readiness())
                                    .contains("starting: ", "services", "endpointslices"));
            for (var missing : List.of("services", "endpointslices.discovery.k8s.io")) {
                await().atMost(SOON)
                        .untilAsserted(
                                () -> assertThat(denials(gateway.log(), missing)).hasSize(1));
            }
            assertThat(denials(gateway.log(), "services").getFirst())
                    .contains("{apiGroups: [\"\"], resources: [\"services\"], verbs: [\"list\"]}");
            assertThat(denials(gateway.log(), "ingresses.networking.k8s.io")).isEmpty();
        }
    }

    private static List<String> denials(String log, String resource) {
        return log.lines().filter(line -> line.contains("may not list " + resource)).toList();
    }

    @Test
    void aDefaultCertificateThatIsMissingRefusesTheStart() {
        refusesDefaultCertificate("absent");
    }

    @Test
    void aDefaultCertificateThatCannotBeReadRefusesTheStart() {
        namespace.applyCertificate("broken", new TestCertificate("no certificate", "no key"));
        refusesDefaultCertificate("broken");
    }

    private void refusesDefaultCertificate(String secret) {
        var name = namespace.name() + "/" + secret;
        try (var gateway =
                ControllerGateway.startUnready(namespace, "--default-ssl-certificate=" + name)) {
            assertThat(gateway.exitCode()).isEqualTo(1);
            assertThat(gateway.log())
                    .contains("--default-ssl-certificate: " + name + ": ")
                    .doesNotContain("no key");
        }
    }
}
