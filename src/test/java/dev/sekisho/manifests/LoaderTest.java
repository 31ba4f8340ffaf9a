package dev.sekisho.manifests;

import static dev.sekisho.manifests.ManifestFolder.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.model.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.FileTime;
import java.time.Instant;
import java.util.List;
import java.util.Random;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {

    private static final List<String> DOCUMENTS =
            List.of(
                    service("a"),
                    service("b"),
                    ingress("a", "one"),
                    ingress("a", "two"),
                    ingress("b", "one"),
                    ingress("b", "two"),
                    ingressClass("a", true),
                    ingressClass("a", false),
                    ingressClass("b", true));

    @TempDir Path root;

    private final ClusterStore store = new ClusterStore(SecretAccess.EXHAUSTIVE, _ -> {});

    @Test
    void aFileThatCannotBeReadDoesNotHoldBackTheOthers() throws IOException {
        var file = root.resolve("a.yaml");
        var target = Files.writeString(root.resolve("target"), service("linked"));
        var link = Files.createSymbolicLink(root.resolve("b.yaml"), target);
        Files.writeString(file, service("before"));
        try (var watch = new FolderWatch()) {
            var loader = new Loader(List.of(root), store, watch);
            loader.refreshAll();
            Files.delete(target);
            loader.refreshAll();
            assertThat(services()).containsExactly("default/before", "default/linked");

            Files.writeString(file, service("after"));
            loader.refresh(List.of(file, link));

            assertThat(services()).containsExactly("default/after", "default/linked");
        }
    }

    /// A refresh of few files has a short way; this is the long one.
    @Test
    void whatWasReadBeforeDoesNotMatter() throws IOException {
        var files = Stream.of("a.yaml", "b.yaml", "c.yaml").map(root::resolve).toList();
        for (var file : files) {
            write(file, service("first"));
        }
        try (var watch = new FolderWatch()) {
            var loader = new Loader(List.of(root), store, watch);
            loader.refreshAll();
            var random = new Random(7);
            for (int step = 0; step < 300; step++) {
                var file = files.get(random.nextInt(files.size()));
                write(file, pick(random) + "---\n" + pick(random));
                loader.refresh(List.of(file));

                assertThat(store.state()).as("step %d", step).isEqualTo(readAnew());
            }
        }
    }

    private static String pick(Random random) {
        return DOCUMENTS.get(random.nextInt(DOCUMENTS.size()));
    }

    /// As if it had been written some time ago, so that it counts as it is.
    private static void write(Path file, String content) throws IOException {
        Files.writeString(file, content);
        Files.setLastModifiedTime(file, FileTime.from(Instant.now().minusSeconds(60)));
    }

    private ClusterState readAnew() {
        var fresh = new ClusterStore(SecretAccess.EXHAUSTIVE, _ -> {});
        try (var watch = new FolderWatch()) {
            new Loader(List.of(root), fresh, watch).refreshAll();
        }
        return fresh.state();
    }

    private static String ingressClass(String name, boolean isDefault) {
        return """
        apiVersion: networking.k8s.io/v1
        kind: IngressClass
        metadata:
          name: %s
          annotations: {ingressclass.kubernetes.io/is-default-class: "%s"}
        spec: {controller: sekisho.dev/ingress-controller}
        """
                .formatted(name, isDefault);
    }

    private static String ingress(String name, String service) {
        return """
        apiVersion: networking.k8s.io/v1
        kind: Ingress
        metadata: {name: %s}
        spec:
          defaultBackend: {service: {name: %s, port: {number: 80}}}
        """
                .formatted(name, service);
    }

    private List<String> services() {
        return store.state().services().keySet().stream().map(ObjectRef::path).toList();
    }
}
