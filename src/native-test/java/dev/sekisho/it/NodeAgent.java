package dev.sekisho.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/// The packaged program as agent of one node, in its network, in place of kube-proxy.
final class NodeAgent implements AutoCloseable {

    private static final String PROGRAMMED = "programmed ";

    private final SekishoProcess process;

    private NodeAgent(SekishoProcess process) {
        this.process = process;
    }

    /// Starts it with the service account of a namespace, and waits until the kernel has its rules.
    static NodeAgent start(TestNamespace home, String node) {
        var cluster = home.cluster();
        var kubeconfig = kubeconfig(home);
        var words = new ArrayList<>(List.of("agent", "--node-name", node));
        words.addAll(List.of("--kubeconfig", kubeconfig.toString(), "--namespace", home.name()));
        words.addAll(List.of("--services", "all", "--load-balancers", "all"));
        words.addAll(List.of("--cluster-cidr", podRanges(cluster)));
        words.addAll(List.of("--management-port", "0", "--service-health-port", "0"));
        var process = SekishoProcess.startUnready(prefix(cluster, node), words);
        process.awaitLine(PROGRAMMED);
        return new NodeAgent(process);
    }

    /// Removes what agents left on a node; gives the exit code.
    static int cleanUp(TestCluster cluster, String node) {
        var words = List.of("agent", "--cleanup", "--node-name", node);
        return SekishoProcess.startUnready(prefix(cluster, node), words).exitCode();
    }

    static Path kubeconfig(TestNamespace home) {
        try {
            var file = Files.createTempFile("sekisho-it", ".kubeconfig");
            file.toFile().deleteOnExit();
            home.cluster().writeKubeconfig(file, home.token());
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String podRanges(TestCluster cluster) {
        return cluster.client().nodes().list().getItems().stream()
                .flatMap(node -> node.getSpec().getPodCIDRs().stream())
                .collect(Collectors.joining(","));
    }

    private static List<String> prefix(TestCluster cluster, String node) {
        return List.of(cluster.requiredTool(), "exec", node);
    }

    /// Ends it as a crash would.
    void kill() {
        process.kill();
    }

    /// Ends it as Kubernetes would, and gives its exit code.
    int stop() {
        return process.stop();
    }

    String log() {
        return process.errors();
    }

    @Override
    public void close() {
        process.close();
    }
}
