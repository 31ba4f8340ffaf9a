package dev.sekisho.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;

/// Kubernetes' own service proxy on one node, in its nftables mode: what an agent takes the place
/// of.
final class KubeProxy implements AutoCloseable {

    private static final Duration PATIENCE = Duration.ofSeconds(30);
    private static final String PERMISSIONS =
            """
            apiVersion: rbac.authorization.k8s.io/v1
            kind: ClusterRoleBinding
            metadata: {name: $NAME-status}
            roleRef: {apiGroup: rbac.authorization.k8s.io, kind: ClusterRole, name: "system:node-proxier"}
            subjects: [{kind: ServiceAccount, namespace: $NAME, name: sekisho}]
            """;

    private final TestCluster cluster;
    private final String node;
    private final Process process;
    private final Path log;

    private KubeProxy(TestCluster cluster, String node, Process process, Path log) {
        this.cluster = cluster;
        this.node = node;
        this.process = process;
        this.log = log;
    }

    /// Starts it and waits until it has a table of its own.
    static KubeProxy start(TestNamespace home, String node) {
        var cluster = home.cluster();
        home.forbidStatus();
        home.apply(PERMISSIONS);
        try {
            var config = Files.createTempFile("kube-proxy", ".yaml");
            Files.writeString(config, config(home, node));
            var log = Files.createTempFile("kube-proxy", ".log");
            var tool = cluster.requiredTool();
            var process =
                    new ProcessBuilder(
                                    tool, "exec", node, "kube-proxy", "--config", config.toString())
                            .redirectErrorStream(true)
                            .redirectOutput(log.toFile())
                            .start();
            var proxy = new KubeProxy(cluster, node, process, log);
            await().alias(log.toString()).atMost(PATIENCE).until(() -> !proxy.tables().isEmpty());
            return proxy;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static String config(TestNamespace home, String node) {
        return """
        apiVersion: kubeproxy.config.k8s.io/v1alpha1
        kind: KubeProxyConfiguration
        mode: nftables
        clientConnection: {kubeconfig: "%s"}
        hostnameOverride: %s
        detectLocalMode: NodeCIDR
        conntrack: {maxPerCore: 0, min: 0, tcpEstablishedTimeout: 0s, tcpCloseWaitTimeout: 0s}
        """
                .formatted(NodeAgent.kubeconfig(home), node);
    }

    List<String> tables() {
        return cluster.onNode(node, "nft", "list", "tables")
                .lines()
                .filter(table -> table.contains("kube-proxy"))
                .toList();
    }

    /// Ends it and removes its tables, as somebody does who needs it no longer.
    void retire() {
        close();
        tables().forEach(table -> cluster.onNode(node, "nft", "delete " + table));
    }

    @Override
    public void close() {
        process.destroy();
        process.onExit().join();
    }

    @Override
    public String toString() {
        return "kube-proxy of " + node + ", " + log;
    }
}
