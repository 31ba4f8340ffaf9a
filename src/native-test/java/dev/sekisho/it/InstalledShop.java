package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;

import io.fabric8.kubernetes.api.model.networking.v1.Ingress;
import io.fabric8.kubernetes.client.KubernetesClient;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;

/// `examples/shop` in the cluster; its pods are of the gateway's image.
final class InstalledShop implements AutoCloseable {

    static final String HOST = "shop.localhost";
    static final String NAMESPACE = "shop";

    private final Path folder;

    private InstalledShop(Path folder) {
        this.folder = folder;
    }

    /// Applies it and waits until all pods are ready.
    static InstalledShop apply(String image) {
        try {
            var folder = Files.createTempDirectory("sekisho-shop");
            try (var files = Files.newDirectoryStream(Path.of("examples/shop"), "*.yaml")) {
                for (var file : files) {
                    var text = Files.readString(file);
                    Files.writeString(
                            folder.resolve(file.getFileName()),
                            text.replaceAll("image: sekisho:.*", "image: " + image));
                }
            }
            var shop = new InstalledShop(folder);
            Commands.output(List.of("kubectl", "apply", "--filename=" + folder));
            shop.awaitReady();
            return shop;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The addresses in the statuses of its Ingress objects.
    static List<String> addresses(KubernetesClient client) {
        return client.network().v1().ingresses().inNamespace(NAMESPACE).list().getItems().stream()
                .map(Ingress::getStatus)
                .filter(status -> status != null && status.getLoadBalancer() != null)
                .flatMap(status -> status.getLoadBalancer().getIngress().stream())
                .map(entry -> Objects.requireNonNullElse(entry.getIp(), entry.getHostname()))
                .toList();
    }

    /// Replaces all pods and waits until the last is ready.
    void restart() {
        Commands.output(
                List.of("kubectl", "--namespace=" + NAMESPACE, "rollout", "restart", "deployment"));
        awaitReady();
    }

    /// The nodes that the pods of one of its Deployments run on.
    List<String> nodes(String name) {
        var pods =
                Commands.output(
                        List.of(
                                "kubectl",
                                "--namespace=" + NAMESPACE,
                                "get",
                                "pods",
                                "--selector=app.kubernetes.io/name=" + name,
                                "--output=jsonpath={.items[*].spec.nodeName}"));
        return List.of(pods.strip().split(" +"));
    }

    private void awaitReady() {
        for (var name : List.of("db", "api", "front")) {
            var rollout =
                    Commands.run(
                            List.of(
                                    "kubectl",
                                    "--namespace=" + NAMESPACE,
                                    "rollout",
                                    "status",
                                    "deployment/" + name,
                                    "--timeout=55s"));
            assertThat(rollout.exitCode()).as(rollout.output()).isZero();
        }
    }

    @Override
    public void close() {
        Commands.run(
                List.of(
                        "kubectl",
                        "delete",
                        "--ignore-not-found",
                        "--wait=false",
                        "--filename=" + folder));
    }
}
