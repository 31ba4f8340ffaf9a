package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.regex.Pattern;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;

/// A thousand Ingresses at once, and Secrets that must not be read everywhere.
class ManyInstalledIT {

    private static final int INGRESSES = 1_000;
    private static final String ADDRESS = "172.30.0.202";
    private static final Duration STATUS_WITHIN = Duration.ofSeconds(10);
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration LASTING = Duration.ofSeconds(30);
    private static final Pattern STATUS_WRITES =
            Pattern.compile(
                    "(?m)^apiserver_request_total\\{(?=[^}]*resource=\"ingresses\")"
                            + "(?=[^}]*subresource=\"status\")(?=[^}]*verb=\"(?:PATCH|APPLY|PUT)\")"
                            + "[^}]*\\} (\\d+)$");

    private InstalledGateway gateway;
    private TestNamespace namespace;

    @AfterEach
    void cleanUp() {
        if (namespace != null) {
            namespace.close();
        }
        if (gateway != null) {
            gateway.close();
        }
    }

    @Test
    void aThousandIngressesAreServedAndShowTheAddressInTime() throws Exception {
        var cluster = TestCluster.required();
        install(cluster, "controller.service.type=LoadBalancer");
        gateway.giveAddress(ADDRESS);
        namespace.applyEmptyService("web");
        var outside = Outside.toNodePorts(cluster, gateway);
        var before = statusWrites(cluster);

        applyAll();

        var applied = System.nanoTime();
        await().pollInterval(Duration.ofMillis(250))
                .atMost(STATUS_WITHIN)
                .untilAsserted(() -> assertThat(published()).isEqualTo(INGRESSES));
        var published = Duration.ofNanos(System.nanoTime() - applied);
        // A route to a Service without pods answers 503, no route answers 404.
        assertThat(outside.statuses(namespace.host(""), INGRESSES))
                .hasSize(INGRESSES)
                .containsOnly("503");
        await().during(Duration.ofSeconds(2))
                .untilAsserted(() ->
                        assertThat(statusWrites(cluster) - before)
                                .as("status writes; published %s after the last", published)
                                .isBetween((long) INGRESSES, INGRESSES * 12L / 10));
        System.out.printf(
                "%d Ingresses: all published %d ms after the last was applied, %d writes%n",
                INGRESSES, published.toMillis(), statusWrites(cluster) - before);
    }

    @Test
    void whereSecretsMayNotBeReadItSaysSoAndServesTheOthers() {
        var cluster = TestCluster.required();
        cluster.requiredInstallImages();
        try (var open = TestNamespace.create(cluster)) {
            install(
                    cluster,
                    "rbac.secrets=namespaced",
                    "rbac.secretNamespaces={" + open.name() + "}");
            var host = applyTls(open);
            var shut = applyTls(namespace);
            var outside = Outside.toNodePorts(cluster, gateway);

            await().atMost(SOON)
                    .untilAsserted(() ->
                            assertThat(namespace.warnings("tls"))
                                    .anyMatch(it -> it.startsWith("SecretForbidden: ")));
            await().atMost(LASTING)
                    .untilAsserted(() ->
                            assertThat(gateway.log())
                                    .contains(
                                            "may not get secrets in namespace " + namespace.name(),
                                            "resources: [\"secrets\"], verbs: [\"get\"]"));
            assertThat(outside.statusOverTls(host, "/")).isEqualTo(503);
            assertThat(outside.statusOverTls(shut, "/")).isEqualTo(503);
            assertThat(open.warnings("tls")).isEmpty();
            assertThat(gateway.log()).doesNotContain("in namespace " + open.name());
        }
    }

    private static String applyTls(TestNamespace namespace) {
        var host = namespace.host("tls");
        namespace.applyEmptyService("web");
        namespace.applyCertificate("secret", TestCertificate.forHost(host));
        namespace.applyTlsIngressOfClass(InstalledGateway.NAME, "tls", "secret");
        return host;
    }

    private void install(TestCluster cluster, String... values) {
        var image = cluster.requiredInstallImages().getFirst();
        namespace = TestNamespace.create(cluster);
        gateway = InstalledGateway.install(cluster, image, values);
    }

    private void applyAll() throws Exception {
        try (var workers = Executors.newFixedThreadPool(8)) {
            var tasks =
                    IntStream.range(0, INGRESSES)
                            .<Future<?>>mapToObj(number ->
                                    workers.submit(() ->
                                            namespace.applyIngressOfClass(
                                                    InstalledGateway.NAME, "h" + number, "web")))
                            .toList();
            for (var task : tasks) {
                task.get();
            }
        }
    }

    private long published() {
        return namespace
                .client()
                .network()
                .v1()
                .ingresses()
                .inNamespace(namespace.name())
                .list()
                .getItems()
                .stream()
                .filter(it -> it.getStatus() != null && it.getStatus().getLoadBalancer() != null)
                .filter(it ->
                        it.getStatus().getLoadBalancer().getIngress().stream()
                                .anyMatch(entry -> ADDRESS.equals(entry.getIp())))
                .count();
    }

    /// As the API server counts them.
    private static long statusWrites(TestCluster cluster) {
        return STATUS_WRITES
                .matcher(cluster.client().raw("/metrics"))
                .results()
                .mapToLong(match -> Long.parseLong(match.group(1)))
                .sum();
    }
}
