package dev.sekisho.manifests;

import static dev.sekisho.manifests.ManifestFolder.service;
import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.model.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LoaderTest {

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

    private List<String> services() {
        return store.state().services().keySet().stream().map(ObjectRef::path).toList();
    }
}
