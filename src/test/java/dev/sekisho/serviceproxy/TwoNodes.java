package dev.sekisho.serviceproxy;

import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.mapping.ClusterObjectMapper;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.service.ServiceSettings;
import dev.sekisho.translate.service.ServiceTranslator;
import io.fabric8.kubernetes.api.model.HasMetadata;
import io.fabric8.kubernetes.client.utils.KubernetesSerialization;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.Collection;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeSet;
import java.util.function.UnaryOperator;

/// Namespaces with an agent's plane on each of the two nodes. Objects of Kubernetes go in.
final class TwoNodes implements AutoCloseable {

    static final String BALANCED = "203.0.113.5";
    static final String BALANCED6 = "fd03::5";

    private static final String NODES =
            """
            apiVersion: v1
            kind: Node
            metadata: {name: node, labels: {topology.kubernetes.io/zone: zone-a}}
            status:
              addresses:
                - {type: InternalIP, address: 192.0.2.1}
                - {type: InternalIP, address: "fd02::1"}
            ---
            apiVersion: v1
            kind: Node
            metadata: {name: other, labels: {topology.kubernetes.io/zone: zone-b}}
            status:
              addresses:
                - {type: InternalIP, address: 172.20.0.2}
                - {type: InternalIP, address: "fd20::2"}
            ---
            """;
    private static final KubernetesSerialization KUBERNETES = new KubernetesSerialization();
    private static final RuleSettings RULES =
            new RuleSettings(
                    0x4000,
                    List.of("10.244.0.0/16", "fd44::/31"),
                    List.of("10.96.0.0/16", "fd96::/112"));

    private final Namespaces net;
    private final Map<String, NftKernel> kernels = new HashMap<>();
    private final Map<String, ServiceProxyPlane> planes = new HashMap<>();

    private TwoNodes(Namespaces net) {
        this.net = net;
    }

    /// The first node has the addresses of load balancers as its own, too.
    static TwoNodes make() throws IOException, InterruptedException {
        var nodes = new TwoNodes(Namespaces.make());
        nodes.net.in("node", "ip", "addr", "add", BALANCED + "/32", "dev", "lo");
        nodes.net.in("node", "ip", "addr", "add", BALANCED6 + "/128", "dev", "lo");
        return nodes;
    }

    /// Serves these objects on both nodes.
    void serve(String yaml) throws IOException {
        serve(yaml, it -> it);
    }

    void serve(String yaml, UnaryOperator<ServiceSettings> operator) throws IOException {
        var store = new ClusterStore(SecretAccess.EXHAUSTIVE, _ -> {});
        var text = (NODES + yaml).getBytes(StandardCharsets.UTF_8);
        Object parsed = KUBERNETES.unmarshal(new ByteArrayInputStream(text));
        for (var object : (Collection<?>) parsed) {
            store.put(ClusterObjectMapper.map((HasMetadata) object).orElseThrow());
        }
        for (var node : List.of("node", "other")) {
            var settings =
                    new ServiceSettings(
                            node,
                            ServiceSettings.Reach.ALL,
                            List.of(),
                            ServiceSettings.ExternalIps.IGNORED);
            var table =
                    new ServiceTranslator(Optional.of(operator.apply(settings)))
                            .translate(store.state(), ServiceTable.EMPTY, new Diagnostics());
            planes.computeIfAbsent(node, this::plane).apply(Ports.snapshot(table));
        }
    }

    private ServiceProxyPlane plane(String node) {
        var kernel = new NftKernel(net.entering(node));
        kernels.put(node, kernel);
        HostAddresses host = List.of("192.0.2.1", "fd02::1", "172.20.0.2", "fd20::2")::contains;
        return new ServiceProxyPlane(kernel, RULES, host, Duration.ofHours(1), () -> {});
    }

    /// What a process says that a client meets.
    String ask(String who, String protocol, String address, int port) throws IOException {
        return net.ask(who, protocol + " " + address + " " + port);
    }

    /// All that it meets over TCP, without the addresses that they see.
    SortedSet<String> met(String who, String address, int port) throws IOException {
        var names = new TreeSet<String>();
        for (int i = 0; i < 20; i++) {
            names.add(ask(who, "tcp", address, port).split(" ", -1)[0]);
        }
        return names;
    }

    /// Ends the planes and removes their rules.
    void stop() throws KernelException {
        planes.values().forEach(ServiceProxyPlane::close);
        planes.clear();
        for (var kernel : kernels.values()) {
            ServiceProxyPlane.cleanUp(kernel);
            kernel.close();
        }
        kernels.clear();
    }

    @Override
    public void close() throws IOException {
        net.close();
    }
}
