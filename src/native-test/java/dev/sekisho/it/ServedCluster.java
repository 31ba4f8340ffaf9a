package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import io.fabric8.kubernetes.api.model.LoadBalancerIngress;
import io.fabric8.kubernetes.api.model.NodeAddress;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// A cluster in which nobody serves Services but the agents of a test: one on each node, and two
/// pods behind the Services of one namespace.
final class ServedCluster implements AutoCloseable {

    static final Traffic.Pace CONNECTION_EACH = new Traffic.Pace(60, 1);

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PERMISSIONS =
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRole
            metadata: {name: $NAME}
            rules:
              - {apiGroups: [networking.k8s.io], resources: [ingresses, ingressclasses, servicecidrs], verbs: [get, list, watch]}
              - {apiGroups: [discovery.k8s.io], resources: [endpointslices], verbs: [get, list, watch]}
              - {apiGroups: [sekisho.dev], resources: [addresspools], verbs: [get, list, watch]}
              - {apiGroups: [sekisho.dev], resources: [addresspools/status], verbs: [patch, update]}
              - {apiGroups: [""], resources: [services, nodes, namespaces], verbs: [get, list, watch]}
              - {apiGroups: [""], resources: [services/status], verbs: [patch, update]}
              - {apiGroups: ["", events.k8s.io], resources: [events], verbs: [create, patch]}
            ---
            apiVersion: rbac.authorization.k8s.io/v1
            kind: Role
            metadata: {name: sekisho, namespace: $NAME}
            rules:
              - {apiGroups: [coordination.k8s.io], resources: [leases], verbs: [get, list, watch, create, update, patch]}
              - {apiGroups: [""], resources: [secrets], verbs: [get, watch]}
            """;

    private static final String PODS =
            """
            apiVersion: apps/v1
            kind: Deployment
            metadata: {name: web, namespace: $NAME}
            spec:
              replicas: 2
              selector: {matchLabels: {app: web}}
              template:
                metadata: {labels: {app: web}}
                spec:
                  terminationGracePeriodSeconds: 10
                  topologySpreadConstraints:
                    - maxSkew: 1
                      topologyKey: kubernetes.io/hostname
                      whenUnsatisfiable: DoNotSchedule
                      matchLabelKeys: [pod-template-hash]
                      labelSelector: {matchLabels: {app: web}}
                  containers:
                    - name: web
                      image: $IMAGE
                      args: [netexec, --http-port=8080]
                      lifecycle: {preStop: {sleep: {seconds: 3}}}
                      readinessProbe: {httpGet: {path: /healthz, port: 8080}, periodSeconds: 1}
            """;

    private final TestCluster cluster;
    private final TestNamespace home;
    private final Map<String, NodeAgent> agents = new TreeMap<>();

    private ServedCluster(TestCluster cluster, TestNamespace home) {
        this.cluster = cluster;
        this.home = home;
    }

    /// Pods are there, agents are not. Skips the calling test in any cluster that has a service
    /// proxy.
    static ServedCluster required() {
        var cluster = TestCluster.required();
        cluster.requiredTool();
        var image = cluster.requiredImage();
        cluster.requireNoServiceProxy();
        Commands.output(
                List.of("kubectl", "apply", "--server-side", "--filename=helm/sekisho/crds"));
        var served = new ServedCluster(cluster, TestNamespace.create(cluster));
        served.home.apply(PERMISSIONS);
        served.home.apply(PODS.replace("$IMAGE", image));
        await().atMost(Duration.ofSeconds(90)).until(() -> served.readyPods().size() == 2);
        return served;
    }

    TestCluster cluster() {
        return cluster;
    }

    TestNamespace home() {
        return home;
    }

    List<Pod> readyPods() {
        return cluster
                .client()
                .pods()
                .inNamespace(home.name())
                .withLabel("app", "web")
                .list()
                .getItems()
                .stream()
                .filter(pod -> pod.getMetadata().getDeletionTimestamp() == null)
                .filter(pod ->
                        pod.getStatus().getConditions().stream()
                                .anyMatch(it ->
                                        it.getType().equals("Ready")
                                                && it.getStatus().equals("True")))
                .toList();
    }

    /// A Service of both families at port 80; `spec` is the rest of it, in YAML's short form.
    Service serve(String name, String spec) {
        home.apply(
                """
                apiVersion: v1
                kind: Service
                metadata: {name: %s, namespace: $NAME}
                spec: {ipFamilyPolicy: PreferDualStack, ports: [{name: http, port: 80, targetPort: 8080}], %s}
                """
                        .formatted(name, spec));
        return service(name);
    }

    Service service(String name) {
        return cluster.client().services().inNamespace(home.name()).withName(name).require();
    }

    /// The addresses of a load balancer: first that of IPv4.
    List<String> balancerAddresses(String name) {
        return service(name).getStatus().getLoadBalancer().getIngress().stream()
                .map(LoadBalancerIngress::getIp)
                .sorted()
                .toList();
    }

    /// The addresses of a node: first that of IPv4.
    List<String> addresses(String node) {
        return cluster.client().nodes().withName(node).require().getStatus().getAddresses().stream()
                .filter(it -> it.getType().equals("InternalIP"))
                .map(NodeAddress::getAddress)
                .sorted()
                .toList();
    }

    void startAgents() {
        cluster.nodes().forEach(this::startAgent);
    }

    /// Does nothing on a node that has one.
    void startAgent(String node) {
        agents.computeIfAbsent(node, it -> NodeAgent.start(home, it));
    }

    void killAgent(String node) {
        var agent = agents.remove(node);
        if (agent != null) {
            agent.kill();
        }
    }

    /// Ends all agents as Kubernetes would, and removes what they left.
    void stopAndCleanUpAgents() {
        agents.forEach(
                (node, agent) -> assertThat(agent.stop()).as(node + ": " + agent.log()).isZero());
        agents.clear();
        cluster.nodes()
                .forEach(node -> assertThat(NodeAgent.cleanUp(cluster, node)).as(node).isZero());
    }

    /// The tables of a node, one on each line.
    List<String> tables(String node) {
        return cluster.onNode(node, "nft", "list", "tables").lines().sorted().toList();
    }

    /// What a pod answers to a path, asked from outside; the empty text where none does.
    String fromOutside(String address, int port, String path) {
        return ask(cluster.clientPrefix(), address, port, path);
    }

    String fromNode(String node, String address, int port, String path) {
        return ask(List.of(cluster.requiredTool(), "exec", node), address, port, path);
    }

    String fromPod(Pod pod, String address, int port, String path) {
        var prefix = List.of("kubectl", "exec", "--namespace=" + home.name());
        var words = new ArrayList<>(prefix);
        words.addAll(List.of(pod.getMetadata().getName(), "--"));
        return ask(words, address, port, path);
    }

    private static String ask(List<String> prefix, String address, int port, String path) {
        var command = new ArrayList<>(prefix);
        command.addAll(List.of("curl", "--silent", "--fail", "--max-time", "2"));
        command.add(url(address, port, path));
        var outcome = Commands.run(command);
        return outcome.exitCode() == 0 ? outcome.output().strip() : "";
    }

    private static String url(String address, int port, String path) {
        var host = address.contains(":") ? "[" + address + "]" : address;
        return "http://%s:%d%s".formatted(host, port, path);
    }

    /// Requests on a connection each, from outside.
    Traffic trafficFromOutside(String address, int port) {
        return traffic(cluster.clientPrefix(), address, port);
    }

    Traffic trafficFromNode(String node, String address, int port) {
        return traffic(List.of(cluster.requiredTool(), "exec", node), address, port);
    }

    private static Traffic traffic(List<String> prefix, String address, int port) {
        return Traffic.start(prefix, List.of(), url(address, port, "/hostname"), CONNECTION_EACH);
    }

    /// All requests of all clients are answered, before, while and after something happens.
    static void noRequestFailsDuring(Runnable event, Traffic... clients) {
        try {
            for (var client : clients) {
                awaitProgress(client);
            }
            event.run();
            for (var client : clients) {
                awaitProgress(client);
            }
            for (var client : clients) {
                var answers = client.stop();
                System.out.println("answers: " + answers);
                assertThat(answers).containsOnlyKeys("200");
            }
        } finally {
            List.of(clients).forEach(Traffic::close);
        }
    }

    private static void awaitProgress(Traffic traffic) {
        var before = traffic.count();
        await().atMost(PATIENCE).until(() -> traffic.count() > before + 50);
    }

    @Override
    public void close() {
        agents.values().forEach(NodeAgent::close);
        agents.clear();
        cluster.nodes().forEach(node -> NodeAgent.cleanUp(cluster, node));
        home.close();
    }
}
