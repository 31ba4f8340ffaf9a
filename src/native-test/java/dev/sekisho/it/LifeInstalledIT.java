package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.time.Duration;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// What clients outside notice while things happen to a gateway of two replicas: 100 requests a
/// second on a connection each, and as many on connections that last.
@TestMethodOrder(MethodOrderer.OrderAnnotation.class)
class LifeInstalledIT {

    private static final Traffic.Pace CONNECTION_EACH = new Traffic.Pace(100, 1);
    private static final Traffic.Pace LASTING = new Traffic.Pace(100, 400);
    private static final Duration OUTAGE = Duration.ofSeconds(60);
    private static final Duration PATIENCE = Duration.ofSeconds(60);
    private static final Duration LONG = Duration.ofMinutes(2);

    /// It takes about half a minute until a silent node counts as gone.
    private static final Duration BEFORE_THE_CLUSTER_KNOWS = Duration.ofSeconds(25);

    private static TestCluster cluster;
    private static InstalledGateway gateway;
    private static InstalledShop shop;

    @BeforeAll
    static void install() {
        cluster = TestCluster.required();
        cluster.requiredTool();
        var image = cluster.requiredInstallImages().getFirst();
        gateway =
                InstalledGateway.install(
                        cluster, image, "controller.service.externalTrafficPolicy=Cluster");
        shop = InstalledShop.apply(gateway.imageName());
        await().atMost(PATIENCE)
                .untilAsserted(() ->
                        assertThat(outside().status(InstalledShop.HOST, "/api/items"))
                                .isEqualTo(200));
    }

    @AfterAll
    static void cleanUp() {
        if (shop != null) {
            shop.close();
        }
        if (gateway != null) {
            gateway.close();
        }
    }

    private static Outside outside() {
        return Outside.toNodePorts(cluster, gateway);
    }

    @Test
    @Order(1)
    void noRequestFailsWhileTheShopIsReplaced() {
        noRequestFailsDuring(shop::restart);
    }

    @Test
    @Order(2)
    void noRequestFailsWhileTheGatewayIsUpgraded() {
        var before = gateway.pods().stream().map(pod -> pod.getMetadata().getUid()).toList();

        noRequestFailsDuring(() -> {
            gateway.upgrade("controller.config.keep-alive-requests=900");
            await("the old pods are gone")
                    .atMost(PATIENCE)
                    .until(() ->
                            gateway.pods().stream()
                                    .noneMatch(pod -> before.contains(pod.getMetadata().getUid())));
        });

        assertThat(gateway.pods()).hasSize(2);
    }

    @Test
    @Order(3)
    void noRequestFailsWhileTheApiServerIsAway() {
        noRequestFailsDuring(() -> {
            cluster.nodes().forEach(node -> cutOff(node));
            try {
                pause(OUTAGE);
            } finally {
                cluster.nodes()
                        .forEach(
                                node -> cluster.onNode(node, "nft", "delete", "table", "ip", "it"));
            }
            cluster.killAndRestartApiServer();
        });
    }

    /// The gateway's pods of a node lose the API server, and nobody else does.
    private static void cutOff(String node) {
        var rules =
                """
                table ip it {
                  chain forward {
                    type filter hook forward priority -10
                    ip saddr 10.244.0.0/16 tcp dport 6443 reject with tcp reset
                  }
                }
                """;
        cluster.onNode(node, "nft", rules);
    }

    @Test
    @Order(4)
    void aPodThatIsKilledCostsTheRequestsThatItHadAndNoMore() {
        try (var each = traffic(CONNECTION_EACH);
                var lasting = traffic(LASTING)) {
            awaitProgress(each);
            gateway.forceDelete(gateway.pods().getFirst());
            pause(Duration.ofSeconds(10));
            var first = each.stop();
            var second = lasting.stop();
            System.out.println("pod killed: " + first + ", lasting ones: " + second);

            assertThat(failures(first)).as(first.toString()).isLessThanOrEqualTo(20);
            assertThat(failures(second)).as(second.toString()).isLessThanOrEqualTo(5);
        }
        noRequestFailsDuring(() -> pause(Duration.ofSeconds(2)));
    }

    /// The address of one node leads to its own pod here: what dies with the other node is pods of
    /// the shop, which the gateway has to notice by itself, since the cluster takes half a minute.
    /// The requests that those pods had go to others.
    @Test
    @Order(5)
    void noRequestFailsWhileANodeIsLost() {
        gateway.upgrade("controller.service.externalTrafficPolicy=Local");
        var kept = cluster.nodes().getFirst();
        var lost = cluster.nodes().getLast();
        assertThat(gateway.pods()).extracting(pod -> pod.getSpec().getNodeName()).contains(kept);
        assertThat(shop.nodes("api")).contains(kept, lost);
        var tool = cluster.requiredTool();
        try (var each = traffic(CONNECTION_EACH);
                var lasting = traffic(LASTING)) {
            awaitProgress(each);
            Commands.output(List.of(tool, "kill-node", lost));
            var began = System.nanoTime();
            awaitProgress(each, 500, BEFORE_THE_CLUSTER_KNOWS);
            var noticed = Duration.ofNanos(System.nanoTime() - began);
            await("the cluster knows").atMost(LONG).until(() -> !cluster.isReady(lost));
            pause(Duration.ofSeconds(5));
            System.out.println("node lost: 500 more requests after " + noticed);
            noneFailed(each, lasting);
        } finally {
            Commands.output(List.of(tool, "start-node", lost));
            await("the node is back").atMost(LONG).until(() -> cluster.isReady(lost));
        }
    }

    private static void noRequestFailsDuring(Runnable event) {
        try (var each = traffic(CONNECTION_EACH);
                var lasting = traffic(LASTING)) {
            awaitProgress(each);
            event.run();
            noneFailed(each, lasting);
        }
    }

    private static void noneFailed(Traffic each, Traffic lasting) {
        var first = each.stop();
        var second = lasting.stop();
        System.out.println("a connection each: " + first + ", lasting ones: " + second);
        assertThat(first).containsOnlyKeys("200");
        assertThat(second).containsOnlyKeys("200");
    }

    private static Traffic traffic(Traffic.Pace pace) {
        return outside().traffic(InstalledShop.HOST, "/api/items", pace);
    }

    private static void awaitProgress(Traffic traffic) {
        awaitProgress(traffic, 100, PATIENCE);
    }

    private static void awaitProgress(Traffic traffic, int requests, Duration within) {
        var before = traffic.count();
        await().atMost(within).until(() -> traffic.count() > before + requests);
    }

    private static long failures(Map<String, Long> answers) {
        return answers.entrySet().stream()
                .filter(answer -> !answer.getKey().equals("200"))
                .mapToLong(Map.Entry::getValue)
                .sum();
    }

    private static void pause(Duration duration) {
        try {
            Thread.sleep(duration);
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
