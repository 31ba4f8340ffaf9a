package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.coordination.v1.Lease;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// One command makes the hosts of a cluster reachable from outside, without a cloud and without any
/// other controller: in place of kube-proxy where there is none, else beside it.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class AgentInstalledIT {

    private static final String POOL = "172.30.0.200-172.30.0.220";
    private static final String OURS = "172.30.0.";
    private static final List<String> TABLES =
            List.of("inet sekisho-services", "inet sekisho-announce", "arp sekisho-announce");
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration GONE = Duration.ofSeconds(40);

    private static TestCluster cluster;
    private static Path image;
    private static InstalledGateway gateway;
    private static InstalledShop shop;

    @BeforeAll
    static void findCluster() {
        cluster = TestCluster.required();
        cluster.requiredTool();
        image = cluster.requiredAgentImages().getFirst();
    }

    @AfterAll
    static void cleanUp() {
        if (shop != null) {
            shop.close();
        }
        if (gateway != null) {
            gateway.close();
            Commands.run(List.of("kubectl", "delete", "addresspool", InstalledGateway.NAME));
            cluster.nodes().forEach(AgentInstalledIT::removeRules);
        }
    }

    /// They stay when agents go, and node ports may be other Services' next.
    private static void removeRules(String node) {
        TABLES.forEach(table -> cluster.onNode(node, "nft", "delete table " + table));
    }

    @Test
    @Order(1)
    void oneCommandMakesHostsReachableFromOutside() {
        var services = cluster.hasServiceProxy() ? "exposed" : "all";

        gateway = InstalledGateway.installWithAgent(cluster, image, services, POOL);
        shop = InstalledShop.apply(gateway.imageName());

        await().atMost(SOON).untilAsserted(() -> assertThat(addresses()).hasSize(1));
        var address = addresses().getFirst();
        assertThat(address).startsWith(OURS);
        var outside = new Outside(cluster.clientPrefix(), address, 80, 443);
        await().atMost(SOON)
                .untilAsserted(() -> {
                    assertThat(outside.status(InstalledShop.HOST, "/")).isEqualTo(200);
                    assertThat(outside.status(InstalledShop.HOST, "/api/items")).isEqualTo(200);
                    assertThat(outside.statusOverTls(InstalledShop.HOST, "/")).isEqualTo(200);
                });
        assertThat(outside.status("nobody.localhost", "/")).isEqualTo(404);
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(InstalledShop.addresses(cluster.client()))
                                .isNotEmpty()
                                .containsOnly(address));
    }

    /// The rules of the kernel stay, for connections to live; objects of the cluster do not.
    @Test
    @Order(2)
    void uninstalledAgentsLeaveNoLease() {
        assertThat(leases()).as("before").isNotEmpty();

        var uninstalled = gateway.uninstall();

        assertThat(uninstalled.exitCode()).as(uninstalled.output()).isZero();
        await().atMost(GONE).untilAsserted(() -> assertThat(leases()).isEmpty());
    }

    private static List<Lease> leases() {
        return cluster.client()
                .leases()
                .inNamespace(InstalledGateway.NAME)
                .withLabel("sekisho.dev/announcer")
                .list()
                .getItems();
    }

    /// What the gateway's Service shows.
    private static List<String> addresses() {
        return gateway.service().getStatus().getLoadBalancer().getIngress().stream()
                .map(LoadBalancerIngress::getIp)
                .toList();
    }
}
