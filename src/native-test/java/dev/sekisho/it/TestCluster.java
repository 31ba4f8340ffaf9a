package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.abort;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import io.fabric8.kubernetes.client.ConfigBuilder;
import io.fabric8.kubernetes.client.KubernetesClient;
import io.fabric8.kubernetes.client.KubernetesClientBuilder;
import io.fabric8.kubernetes.client.KubernetesClientException;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;

/// The cluster that `KUBECONFIG` names, and the ways into its networks.
///
/// The environment may name command prefixes: `SEKISHO_NODE_EXEC` runs a command in the network of
/// a node, where the gateway is started then; `SEKISHO_CLIENT_EXEC` runs one outside of the
/// cluster, from where the gateway is at `SEKISHO_NODE_ADDRESS`. Without them everything runs right
/// here. `SEKISHO_TEST_IMAGE` names an agnhost image that the nodes have or can pull; it says, too,
/// that the gateway can reach pods. `SEKISHO_CLUSTER_TOOL` is a program that restarts the API
/// server and stops nodes. `SEKISHO_INSTALL_IMAGES` names archives of images of the gateway, the
/// first of which most tests install.
final class TestCluster {

    private static final int PATIENCE_MILLIS = 5_000;

    private final KubernetesClient client;

    private TestCluster(KubernetesClient client) {
        this.client = client;
    }

    /// Skips the calling test where there is no cluster.
    static TestCluster required() {
        assumeTrue(setting("KUBECONFIG").isPresent(), "KUBECONFIG is not set");
        var client = connect();
        try {
            client.getKubernetesVersion();
        } catch (KubernetesClientException e) {
            client.close();
            abort("no API server answers at " + client.getMasterUrl() + ": " + e.getMessage());
        }
        return new TestCluster(client);
    }

    /// The library takes a key that does not name its algorithm for RSA, unless told otherwise.
    private static KubernetesClient connect() {
        try {
            return connect("RSA");
        } catch (KubernetesClientException e) {
            return connect("EC");
        }
    }

    private static KubernetesClient connect(String keyAlgorithm) {
        var config =
                new ConfigBuilder()
                        .withRequestRetryBackoffLimit(0)
                        .withConnectionTimeout(PATIENCE_MILLIS)
                        .withClientKeyAlgo(keyAlgorithm)
                        .build();
        return new KubernetesClientBuilder().withConfig(config).build();
    }

    KubernetesClient client() {
        return client;
    }

    /// The image of the test's pods; skips the calling test where there is none.
    String requiredImage() {
        var image = setting("SEKISHO_TEST_IMAGE");
        assumeTrue(image.isPresent(), "SEKISHO_TEST_IMAGE is not set: no pods to send requests to");
        return image.orElseThrow();
    }

    /// The program that restarts the API server; skips the calling test where there is none.
    String requiredTool() {
        var tool = setting("SEKISHO_CLUSTER_TOOL");
        assumeTrue(tool.isPresent(), "SEKISHO_CLUSTER_TOOL is not set: cannot restart the server");
        return tool.orElseThrow();
    }

    /// A killed server may hold its port for a moment, and the new one then ends at once: that is a
    /// longer outage and no fault of the gateway, so the tool is asked a second time.
    void killAndRestartApiServer() {
        var restart = Commands.run(List.of(requiredTool(), "restart-apiserver", "KILL"));
        if (restart.exitCode() != 0) {
            restart = Commands.run(List.of(requiredTool(), "restart-apiserver"));
        }
        assertThat(restart.exitCode()).as(restart.output()).isZero();
    }

    /// The archives of the images to install; skips the calling test where there is none.
    List<Path> requiredInstallImages() {
        var images = words("SEKISHO_INSTALL_IMAGES").stream().map(Path::of).toList();
        assumeTrue(!images.isEmpty(), "SEKISHO_INSTALL_IMAGES is not set: nothing to install");
        return images;
    }

    /// Those of them beside which there is an image of the agent.
    List<Path> requiredAgentImages() {
        var images =
                requiredInstallImages().stream()
                        .filter(image -> Files.exists(InstalledGateway.agentImage(image)))
                        .toList();
        assumeTrue(!images.isEmpty(), "no image of the agent beside that of the gateway");
        return images;
    }

    /// Runs a command in the network of a node by its name.
    String onNode(String node, String... command) {
        var words = new ArrayList<>(List.of(requiredTool(), "exec", node));
        words.addAll(List.of(command));
        return Commands.output(words);
    }

    /// Skips the calling test where something serves Services already: an agent would be beside it.
    void requireNoServiceProxy() {
        assumeTrue(
                !hasServiceProxy(),
                "cluster IPs are served already: no place for an agent with --services=all");
    }

    /// Whether a node reaches the API server by its cluster IP.
    boolean hasServiceProxy() {
        var service = client.services().inNamespace("default").withName("kubernetes").require();
        var url = "https://%s/version".formatted(service.getSpec().getClusterIP());
        var command = new ArrayList<>(List.of(requiredTool(), "exec", nodes().getFirst()));
        command.addAll(List.of("curl", "--silent", "--insecure", "--max-time", "3", url));
        return Commands.run(command).exitCode() == 0;
    }

    List<String> nodes() {
        return client.nodes().list().getItems().stream()
                .map(node -> node.getMetadata().getName())
                .sorted()
                .toList();
    }

    boolean isReady(String node) {
        return client.nodes().withName(node).require().getStatus().getConditions().stream()
                .anyMatch(it -> it.getType().equals("Ready") && it.getStatus().equals("True"));
    }

    List<String> nodePrefix() {
        return words("SEKISHO_NODE_EXEC");
    }

    List<String> clientPrefix() {
        return words("SEKISHO_CLIENT_EXEC");
    }

    /// Where clients reach the gateway.
    String gatewayAddress() {
        return setting("SEKISHO_NODE_ADDRESS").orElse("127.0.0.1");
    }

    /// Writes a kubeconfig with which the gateway reaches the API server from where it runs.
    void writeKubeconfig(Path file, String token) {
        var text =
                """
                apiVersion: v1
                kind: Config
                current-context: test
                contexts: [{name: test, context: {cluster: test, user: test}}]
                clusters: [{name: test, cluster: {server: %s, certificate-authority-data: %s}}]
                users: [{name: test, user: {token: %s}}]
                """
                        .formatted(serverForGateway(), authority(), token);
        try {
            Files.writeString(file, text);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// From a node's network the server is where its own Service leads.
    private String serverForGateway() {
        if (nodePrefix().isEmpty()) {
            return client.getConfiguration().getMasterUrl();
        }
        var slice =
                client.discovery()
                        .v1()
                        .endpointSlices()
                        .inNamespace("default")
                        .withName("kubernetes")
                        .require();
        return "https://%s:%d"
                .formatted(
                        slice.getEndpoints().getFirst().getAddresses().getFirst(),
                        slice.getPorts().getFirst().getPort());
    }

    private String authority() {
        var config = client.getConfiguration();
        if (config.getCaCertData() != null) {
            return config.getCaCertData();
        }
        try {
            var pem = Files.readAllBytes(Path.of(config.getCaCertFile()));
            return Base64.getEncoder().encodeToString(pem);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> words(String variable) {
        return setting(variable).map(text -> List.of(text.strip().split("\\s+"))).orElse(List.of());
    }

    private static Optional<String> setting(String variable) {
        return Optional.ofNullable(System.getenv(variable)).filter(text -> !text.isBlank());
    }
}
