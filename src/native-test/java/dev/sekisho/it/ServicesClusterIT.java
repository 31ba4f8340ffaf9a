package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.Pod;
import java.time.Duration;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

/// Agents in place of kube-proxy, in a cluster that has none: who asks is a client outside, a node
/// or a pod. Each test starts what it needs, so that each can run alone.
class ServicesClusterIT {

    private static final String POOL = "172.30.0.232-172.30.0.239";
    private static final String POOL_IPV6 = "fd30::232-fd30::239";
    private static final String VALIDITY = "sekisho.dev/valid-millis";
    private static final Duration SOON = Duration.ofSeconds(20);
    private static final Duration BACK = Duration.ofSeconds(90);
    private static final Duration SETTLED = Duration.ofSeconds(1);
    private static final Duration FAIL_OVER = Duration.ofSeconds(2);

    private static ServedCluster cluster;

    @BeforeAll
    static void createPods() {
        cluster = ServedCluster.required();
    }

    @AfterAll
    static void cleanUp() {
        if (cluster != null) {
            cluster.close();
        }
    }

    private static List<String> nodes() {
        return cluster.cluster().nodes();
    }

    private static String firstNode() {
        return nodes().getFirst();
    }

    @Test
    void aClusterIpLeadsToEveryPodInBothFamilies() {
        cluster.startAgents();
        var service = cluster.serve("plain", "selector: {app: web}");
        var pod = cluster.readyPods().getFirst();

        assertThat(service.getSpec().getClusterIPs()).hasSize(2);
        for (var address : service.getSpec().getClusterIPs()) {
            awaitBothPods(() -> cluster.fromNode(firstNode(), address, 80, "/hostname"));
            awaitBothPods(() -> cluster.fromPod(pod, address, 80, "/hostname"));
        }
    }

    @Test
    void aNodePortLeadsFromOutsideToEveryPodInBothFamilies() {
        cluster.startAgents();
        cluster.serve("ports", "type: NodePort, selector: {app: web}");

        for (var node : nodes()) {
            for (var address : cluster.addresses(node)) {
                awaitBothPods(() -> cluster.fromOutside(address, nodePort("ports"), "/hostname"));
            }
        }
    }

    @Test
    void aLocalNodePortKeepsTheSourceAndStaysOnItsNode() {
        cluster.startAgents();
        cluster.serve(
                "local-ports",
                "type: NodePort, externalTrafficPolicy: Local, selector: {app: web}");

        for (var node : nodes()) {
            for (var address : cluster.addresses(node)) {
                var port = nodePort("local-ports");
                await().atMost(SOON)
                        .untilAsserted(() -> {
                            assertThat(cluster.fromOutside(address, port, "/hostname"))
                                    .isEqualTo(podOf(node));
                            assertThat(clientSeenBy(address, port)).isIn(outside());
                        });
            }
        }
    }

    @Test
    void aLoadBalancerAddressLeadsFromOutsideToPodsThatSeeTheirClient() {
        cluster.startAgents();
        try (var _ = allocator()) {
            cluster.serve(
                    "balanced",
                    "type: LoadBalancer, externalTrafficPolicy: Local, selector: {app: web}");

            for (var address : awaitAddresses("balanced")) {
                await().atMost(SOON)
                        .untilAsserted(() -> assertThat(clientSeenBy(address, 80)).isIn(outside()));
            }
        }
    }

    @Test
    void noRequestFailsWhileEndpointsComeAndGo() {
        cluster.startAgents();
        cluster.serve("churn", "type: NodePort");
        var service = cluster.service("churn");
        var pods = cluster.readyPods();
        serveBy("churn", pods);
        var clusterIp = service.getSpec().getClusterIP();
        await().atMost(SOON)
                .until(() -> !cluster.fromNode(firstNode(), clusterIp, 80, "/hostname").isEmpty());

        ServedCluster.noRequestFailsDuring(
                () -> churn(pods),
                cluster.trafficFromNode(firstNode(), clusterIp, 80),
                cluster.trafficFromOutside(
                        cluster.addresses(firstNode()).getFirst(), nodePort("churn")));
    }

    private static void churn(List<Pod> pods) {
        for (int i = 0; i < 100; i++) {
            serveBy("churn", List.of(pods.get(i % 2)));
            serveBy("churn", pods);
        }
    }

    @Test
    void noRequestFailsWhileAllPodsAreReplaced() {
        cluster.startAgents();
        cluster.serve("replaced", "type: NodePort, selector: {app: web}");
        var address = cluster.addresses(firstNode()).getFirst();
        var port = nodePort("replaced");
        awaitBothPods(() -> cluster.fromOutside(address, port, "/hostname"));

        ServedCluster.noRequestFailsDuring(
                () -> {
                    kubectl("rollout", "restart", "deployment/web");
                    kubectl("rollout", "status", "deployment/web", "--timeout=55s");
                },
                cluster.trafficFromOutside(address, port));
        await().atMost(SOON).until(() -> cluster.readyPods().size() == 2);
    }

    @Test
    void noRequestFailsWhileAgentsAreKilledAndComeBack() {
        cluster.startAgents();
        try (var _ = allocator()) {
            cluster.serve("survivor", "type: LoadBalancer, selector: {app: web}");
            var balancer = awaitAddresses("survivor").getFirst();
            var clusterIp = cluster.service("survivor").getSpec().getClusterIP();
            var address = cluster.addresses(firstNode()).getFirst();
            var port = nodePort("survivor");
            awaitBothPods(() -> cluster.fromOutside(balancer, 80, "/hostname"));

            ServedCluster.noRequestFailsDuring(
                    () ->
                            nodes().forEach(node -> {
                                cluster.killAgent(node);
                                cluster.startAgent(node);
                            }),
                    cluster.trafficFromNode(firstNode(), clusterIp, 80),
                    cluster.trafficFromOutside(address, port),
                    cluster.trafficFromOutside(balancer, 80));
        }
    }

    @Test
    void noRequestFailsWhenAgentsTakeThePlaceOfKubeProxyAndNothingIsLeftOfThem() {
        cluster.stopAndCleanUpAgents();
        var before = new HashMap<String, List<String>>();
        nodes().forEach(node -> before.put(node, cluster.tables(node)));
        cluster.serve("moved", "type: NodePort, selector: {app: web}");
        var clusterIp = cluster.service("moved").getSpec().getClusterIP();
        var address = cluster.addresses(firstNode()).getFirst();
        var port = nodePort("moved");
        assertThat(cluster.fromOutside(address, port, "/hostname")).isEmpty();
        var proxies = new ArrayList<KubeProxy>();
        try {
            nodes().forEach(node -> proxies.add(KubeProxy.start(cluster.home(), node)));
            awaitBothPods(() -> cluster.fromOutside(address, port, "/hostname"));
            awaitBothPods(() -> cluster.fromNode(firstNode(), clusterIp, 80, "/hostname"));

            ServedCluster.noRequestFailsDuring(
                    () -> {
                        cluster.startAgents();
                        proxies.forEach(KubeProxy::retire);
                    },
                    cluster.trafficFromNode(firstNode(), clusterIp, 80),
                    cluster.trafficFromOutside(address, port));
        } finally {
            proxies.forEach(KubeProxy::close);
        }

        cluster.stopAndCleanUpAgents();

        nodes().forEach(node ->
                assertThat(cluster.tables(node)).as(node).isEqualTo(before.get(node)));
        assertThat(cluster.fromOutside(address, port, "/hostname")).isEmpty();
        assertThat(cluster.fromNode(firstNode(), clusterIp, 80, "/hostname")).isEmpty();
    }

    /// The pod that answers is on the other node, so it is the address alone that has to move.
    @Test
    void anAddressAnswersAgainSoonAfterItsNodeLostItsPower() {
        cluster.startAgents();
        try (var _ = allocator()) {
            cluster.serve("moving", "type: LoadBalancer, allocateLoadBalancerNodePorts: false");
            var address = awaitAddresses("moving").getFirst();
            awaitFrequentSigns();
            var holder = awaitOnlyHolder(address);
            var other = nodes().stream().filter(it -> !it.equals(holder)).findFirst().orElseThrow();
            serveBy("moving", podsOn(other));
            await().atMost(SOON)
                    .until(() -> !cluster.fromOutside(address, 80, "/hostname").isEmpty());

            try (var watch = OutageWatch.start(cluster.cluster(), address)) {
                watch.awaitAnswers(20);
                cutPower(holder);
                watch.awaitAnswers(20);
                var outage = watch.stop();
                System.out.println("node lost: no answer for " + outage.toMillis() + " ms");

                assertThat(holdersOf(address)).containsExactly(other);
                assertThat(outage).isLessThanOrEqualTo(FAIL_OVER);
            } finally {
                restorePower(holder);
            }
        }
    }

    /// Until a node that has begun to matter for an address has said so, it counts as alive for
    /// longer.
    private static void awaitFrequentSigns() {
        var leases = cluster.cluster().client().leases().inNamespace(cluster.home().name());
        await().atMost(SOON)
                .until(() ->
                        leases.list().getItems().stream()
                                        .map(lease -> lease.getMetadata().getAnnotations())
                                        .filter(it -> it != null && "1200".equals(it.get(VALIDITY)))
                                        .count()
                                == nodes().size());
    }

    /// The cable goes first: the agent here is no process of the node, and would keep its network.
    private static void cutPower(String node) {
        cluster.cluster().onNode(node, "ip", "link", "delete", "eth0");
        cluster.killAgent(node);
        Commands.output(List.of(cluster.cluster().requiredTool(), "kill-node", node));
    }

    private static void restorePower(String node) {
        Commands.output(List.of(cluster.cluster().requiredTool(), "start-node", node));
        await().atMost(BACK).until(() -> cluster.readyPods().size() == 2 && allPodsAnswer());
    }

    /// Themselves, without a Service: what the API server says of them may be old.
    private static boolean allPodsAnswer() {
        return cluster.readyPods().stream()
                .map(pod -> pod.getStatus().getPodIP())
                .noneMatch(it -> cluster.fromNode(firstNode(), it, 8080, "/hostname").isEmpty());
    }

    private static ControllerGateway allocator() {
        cluster.home()
                .apply(
                        """
                        apiVersion: sekisho.dev/v1alpha1
                        kind: AddressPool
                        metadata: {name: $NAME}
                        spec: {addresses: ["%s", "%s"]}
                        """
                                .formatted(POOL, POOL_IPV6));
        return ControllerGateway.start(cluster.home(), "--load-balancers", "all");
    }

    private static List<String> awaitAddresses(String service) {
        await().atMost(SOON).until(() -> cluster.balancerAddresses(service).size() == 2);
        return cluster.balancerAddresses(service);
    }

    /// Nodes that have just heard of each other may both hold it for a moment.
    private static String awaitOnlyHolder(String address) {
        await().during(SETTLED).atMost(SOON).until(() -> holdersOf(address).size() == 1);
        return holdersOf(address).getFirst();
    }

    /// The nodes that have an address among those of their network.
    private static List<String> holdersOf(String address) {
        return nodes().stream()
                .filter(node -> {
                    var command = List.of("exec", node, "ip", "-oneline", "address", "show");
                    var words = new ArrayList<>(List.of(cluster.cluster().requiredTool()));
                    words.addAll(command);
                    return Commands.run(words).output().contains(" " + address + "/");
                })
                .toList();
    }

    private static int nodePort(String service) {
        return cluster.service(service).getSpec().getPorts().getFirst().getNodePort();
    }

    private static List<Pod> podsOn(String node) {
        return cluster.readyPods().stream()
                .filter(pod -> pod.getSpec().getNodeName().equals(node))
                .toList();
    }

    private static String podOf(String node) {
        return podsOn(node).getFirst().getMetadata().getName();
    }

    /// Makes these pods the endpoints of a Service that has no selector.
    private static void serveBy(String service, List<Pod> pods) {
        var endpoints = new StringBuilder();
        for (var pod : pods) {
            endpoints.append(
                    "{addresses: [%s], nodeName: %s, conditions: {ready: true}},"
                            .formatted(pod.getStatus().getPodIP(), pod.getSpec().getNodeName()));
        }
        cluster.home()
                .apply(
                        """
                        apiVersion: discovery.k8s.io/v1
                        kind: EndpointSlice
                        metadata:
                          name: %1$s-by-hand
                          namespace: $NAME
                          labels: {kubernetes.io/service-name: %1$s}
                        addressType: IPv4
                        ports: [{name: http, port: 8080, protocol: TCP}]
                        endpoints: [%2$s]
                        """
                                .formatted(service, endpoints));
    }

    private static void awaitBothPods(Question question) {
        Set<String> seen = new HashSet<>();
        await().atMost(SOON)
                .untilAsserted(() -> {
                    seen.add(question.ask());
                    assertThat(seen).containsAll(podNames());
                });
    }

    private static List<String> podNames() {
        return cluster.readyPods().stream().map(pod -> pod.getMetadata().getName()).toList();
    }

    /// One request; its answer.
    private interface Question {
        String ask();
    }

    /// The address that a pod says its client has, without the port.
    private static String clientSeenBy(String address, int port) {
        var seen = cluster.fromOutside(address, port, "/clientip");
        return seen.isEmpty() ? "" : seen.substring(0, seen.lastIndexOf(':'));
    }

    /// The addresses of the machine outside, as a pod writes them.
    private static List<String> outside() {
        var command = new ArrayList<>(cluster.cluster().clientPrefix());
        command.addAll(List.of("hostname", "--all-ip-addresses"));
        return List.of(Commands.output(command).strip().split(" ")).stream()
                .map(it -> it.contains(":") ? "[" + it + "]" : it)
                .toList();
    }

    private static void kubectl(String... words) {
        var command = new ArrayList<>(List.of("kubectl", "--namespace=" + cluster.home().name()));
        command.addAll(List.of(words));
        Commands.output(command);
    }
}
