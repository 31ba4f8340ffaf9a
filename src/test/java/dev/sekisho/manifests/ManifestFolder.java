package dev.sekisho.manifests;

import static org.awaitility.Awaitility.await;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.function.Predicate;

/// A folder on disk with a source that follows it.
final class ManifestFolder implements AutoCloseable {

    private final Path root;
    private final AtomicInteger changes = new AtomicInteger();
    private final ClusterStore store =
            new ClusterStore(SecretAccess.EXHAUSTIVE, _ -> changes.incrementAndGet());
    private final ManifestSource source;

    ManifestFolder(Path root, Duration poll) {
        this.root = root;
        this.source = new ManifestSource(List.of(root), store, poll);
    }

    static ManifestFolder started(Path root) throws ManifestFolderException {
        // So rare a poll shows that events alone are enough.
        var folder = new ManifestFolder(root, Duration.ofMinutes(5));
        folder.start();
        return folder;
    }

    void start() throws ManifestFolderException {
        source.start();
    }

    ClusterState state() {
        return store.state();
    }

    int changes() {
        return changes.get();
    }

    List<String> services() {
        return state().services().keySet().stream().map(ObjectRef::path).toList();
    }

    List<Diagnostic> problems() {
        return state().problems();
    }

    void write(String file, String content) throws IOException {
        write(root, file, content);
    }

    static void write(Path root, String file, String content) throws IOException {
        var path = root.resolve(file);
        Files.createDirectories(path.getParent());
        Files.writeString(path, content);
    }

    /// Replaces a file at once, as careful editors do.
    void replace(String file, String content) throws IOException {
        var temporary = Files.writeString(root.resolve(".new"), content);
        Files.move(temporary, root.resolve(file), StandardCopyOption.ATOMIC_MOVE);
    }

    void awaitState(Predicate<ClusterState> condition) {
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> condition.test(state()));
    }

    void awaitServices(String... expected) {
        var wanted = List.of(expected);
        await().atMost(Duration.ofSeconds(10))
                .pollInterval(Duration.ofMillis(2))
                .until(() -> services().equals(wanted));
    }

    static String service(String name) {
        return """
        apiVersion: v1
        kind: Service
        metadata:
          name: %s
        spec:
          ports:
          - port: 80
        """
                .formatted(name);
    }

    @Override
    public void close() {
        source.close();
    }
}
