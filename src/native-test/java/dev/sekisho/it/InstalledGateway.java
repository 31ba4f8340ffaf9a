package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.LoadBalancerIngressBuilder;
import io.fabric8.kubernetes.api.model.LoadBalancerStatusBuilder;
import io.fabric8.kubernetes.api.model.Pod;
import io.fabric8.kubernetes.api.model.Service;
import io.fabric8.kubernetes.api.model.apps.Deployment;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.Stream;

/// The chart as a user installs it, by `e2e/install`, with an image of the build.
final class InstalledGateway implements AutoCloseable {

    static final String NAME = "sekisho";
    private static final Duration PATIENCE = Duration.ofSeconds(150);

    private final TestCluster cluster;
    private final Path image;

    private InstalledGateway(TestCluster cluster, Path image) {
        this.cluster = cluster;
        this.image = image;
    }

    /// Installs, with values of the chart such as `controller.replicaCount=2`.
    static InstalledGateway install(TestCluster cluster, Path image, String... values) {
        var gateway = new InstalledGateway(cluster, image);
        gateway.upgrade(values);
        return gateway;
    }

    /// Installs with an agent on each node, which serves these Services, and addresses to give out.
    static InstalledGateway installWithAgent(
            TestCluster cluster, Path image, String services, String pool) {
        var gateway = new InstalledGateway(cluster, image);
        gateway.run(List.of("--agent", services, "--pool", pool));
        return gateway;
    }

    /// Where the build puts the agent's image that belongs to one of the gateway.
    static Path agentImage(Path image) {
        return Path.of(image.toString().replaceFirst("\\.tar$", "-agent.tar"));
    }

    /// Installs again, and waits until all pods are new and ready.
    void upgrade(String... values) {
        run(Arrays.stream(values).flatMap(value -> Stream.of("--set", value)).toList());
    }

    private void run(List<String> options) {
        var command = new ArrayList<>(List.of("e2e/install", "--image", image.toString()));
        command.addAll(List.of("--timeout", "120"));
        command.addAll(options);
        var outcome = Commands.run(command, PATIENCE);
        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    private KubernetesClient client() {
        return cluster.client();
    }

    /// The name of the image that the cluster runs.
    String imageName() {
        return deployment().getSpec().getTemplate().getSpec().getContainers().getFirst().getImage();
    }

    private Deployment deployment() {
        return client().apps().deployments().inNamespace(NAME).withName(NAME).require();
    }

    List<Pod> pods() {
        return client().pods()
                .inNamespace(NAME)
                .withLabel("app.kubernetes.io/component", "controller")
                .list()
                .getItems();
    }

    /// What all pods have logged.
    String log() {
        var text = new StringBuilder();
        for (var pod : pods()) {
            text.append(client().pods().resource(pod).getLog());
        }
        return text.toString();
    }

    /// Ends one pod as a crashed node would have it: nobody waits for anything.
    void forceDelete(Pod pod) {
        client().pods().resource(pod).withGracePeriod(0).delete();
    }

    Service service() {
        return client().services().inNamespace(NAME).withName(NAME).require();
    }

    String clusterIp() {
        return service().getSpec().getClusterIP();
    }

    /// The port of nodes that leads to `http` or `https`.
    int nodePort(String port) {
        return service().getSpec().getPorts().stream()
                .filter(it -> it.getName().equals(port))
                .mapToInt(it -> it.getNodePort())
                .findFirst()
                .orElseThrow();
    }

    /// Plays the cloud, which gives the Service an address.
    void giveAddress(String address) {
        var entry = new LoadBalancerIngressBuilder().withIp(address).withIpMode("VIP").build();
        client().services()
                .inNamespace(NAME)
                .withName(NAME)
                .editStatus(service -> {
                    service.getStatus()
                            .setLoadBalancer(
                                    new LoadBalancerStatusBuilder().withIngress(entry).build());
                    return service;
                });
    }

    /// Uninstalls, and says what helm said.
    Commands.Outcome uninstall() {
        return Commands.run(
                List.of("helm", "uninstall", NAME, "--namespace", NAME, "--ignore-not-found"),
                PATIENCE);
    }

    /// Uninstalls, and waits until a new release would not meet pods of this one.
    @Override
    public void close() {
        uninstall();
        Commands.run(
                List.of(
                        "kubectl",
                        "--namespace=" + NAME,
                        "wait",
                        "--for=delete",
                        "pod",
                        "--selector=app.kubernetes.io/name=" + NAME,
                        "--timeout=50s"));
    }
}
