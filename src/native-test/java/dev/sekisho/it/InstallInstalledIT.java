package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;

/// Each image installs, serves the example shop in every way that a Service has, and leaves nothing
/// behind.
class InstallInstalledIT {

    private static final String ADDRESS = "172.30.0.201";
    private static final Duration SOON = Duration.ofSeconds(15);
    private static final Duration DRAINED = Duration.ofSeconds(40);

    private static TestCluster cluster;
    private static InstalledShop shop;

    @BeforeAll
    static void findCluster() {
        cluster = TestCluster.required();
        cluster.requiredInstallImages();
    }

    @AfterAll
    static void cleanUp() {
        if (shop != null) {
            shop.close();
            // Where failed tests run again, they run in this class once more.
            shop = null;
        }
    }

    @TestFactory
    Stream<DynamicTest> everyImageServesTheShopAndGoes() {
        return cluster.requiredInstallImages().stream()
                .map(image ->
                        DynamicTest.dynamicTest(
                                image.getFileName().toString(),
                                () -> installServeUninstall(image)));
    }

    private static void installServeUninstall(Path image) {
        try (var gateway = InstalledGateway.install(cluster, image)) {
            if (shop == null) {
                shop = InstalledShop.apply(gateway.imageName());
            }
            serves(Outside.toClusterIp(cluster, gateway));
            serves(Outside.toNodePorts(cluster, gateway));
            assertThat(shopAddresses()).isEmpty();

            gateway.giveAddress(ADDRESS);

            await().atMost(SOON)
                    .untilAsserted(() -> assertThat(shopAddresses()).containsOnly(ADDRESS));
            serves(Outside.toLoadBalancer(cluster, ADDRESS));

            var uninstalled = gateway.uninstall();

            assertThat(uninstalled.exitCode()).as(uninstalled.output()).isZero();
            assertThat(shopAddresses()).isEmpty();
            await().atMost(DRAINED).untilAsserted(() -> assertThat(leftOvers()).isEmpty());
            assertThat(shopAddresses()).isEmpty();
        }
    }

    private static void serves(Outside client) {
        await().atMost(SOON)
                .untilAsserted(() -> {
                    assertThat(client.statusOverTls(InstalledShop.HOST, "/")).isEqualTo(200);
                    assertThat(client.statusOverTls(InstalledShop.HOST, "/api/items"))
                            .isEqualTo(200);
                    assertThat(client.status(InstalledShop.HOST, "/")).isEqualTo(200);
                });
    }

    private static List<String> shopAddresses() {
        return InstalledShop.addresses(cluster.client());
    }

    /// Every object of any kind that says it is of Sekisho, and the Lease by its name.
    private static List<String> leftOvers() {
        var kinds =
                Commands.output(List.of("kubectl", "api-resources", "--verbs=list", "-o", "name"))
                        .lines()
                        .filter(kind -> !kind.startsWith("events"))
                        .toList();
        var labelled =
                Commands.output(
                        List.of(
                                "kubectl",
                                "get",
                                String.join(",", kinds),
                                "--all-namespaces",
                                "--ignore-not-found",
                                "--selector=app.kubernetes.io/name=sekisho",
                                "--output=name"));
        var leases =
                Commands.output(List.of("kubectl", "get", "lease", "-n", "sekisho", "-o", "name"));
        return Stream.concat(labelled.lines(), leases.lines())
                .filter(line -> !line.startsWith("Warning: "))
                .toList();
    }
}
