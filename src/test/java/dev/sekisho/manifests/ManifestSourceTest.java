package dev.sekisho.manifests;

import static dev.sekisho.manifests.ManifestFolder.service;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.sekisho.cluster.ClusterState.SecretAccess;
import dev.sekisho.cluster.ClusterStore;
import dev.sekisho.model.Diagnostic;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardCopyOption;
import java.time.Duration;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// What a running source makes of changes in its folders.
class ManifestSourceTest {

    @TempDir Path root;

    @Test
    void everythingIsReadBeforeStartReturns() throws Exception {
        ManifestFolder.write(root, "a.yaml", service("a") + "---\n" + service("b"));
        ManifestFolder.write(root, "deep/er/c.yml", service("c"));
        ManifestFolder.write(root, "notes.txt", service("no"));
        ManifestFolder.write(root, ".hidden.yaml", service("no"));

        try (var folder = ManifestFolder.started(root)) {
            assertThat(folder.services()).containsExactly("default/a", "default/b", "default/c");
            assertThat(folder.problems()).isEmpty();
        }
    }

    @Test
    void createdChangedRenamedAndDeletedFilesAreFollowed() throws Exception {
        try (var folder = ManifestFolder.started(root)) {
            folder.write("a.yaml", service("a"));
            folder.awaitServices("default/a");

            folder.write("a.yaml", service("b"));
            folder.awaitServices("default/b");

            folder.replace("a.yaml", service("c"));
            folder.awaitServices("default/c");

            Files.move(root.resolve("a.yaml"), root.resolve("z.yaml"));
            folder.write("b.yaml", service("d"));
            folder.awaitServices("default/c", "default/d");

            Files.delete(root.resolve("z.yaml"));
            folder.awaitServices("default/d");
        }
    }

    @Test
    void newFoldersAreWatchedToo() throws Exception {
        try (var folder = ManifestFolder.started(root)) {
            folder.write("x/y/a.yaml", service("a"));
            folder.awaitServices("default/a");
            folder.write("x/y/a.yaml", service("b"));
            folder.awaitServices("default/b");
            Files.delete(root.resolve("x/y/a.yaml"));
            Files.delete(root.resolve("x/y"));
            folder.awaitServices();
            folder.write("x/y/a.yaml", service("c"));
            folder.awaitServices("default/c");
        }
    }

    @Test
    void aChangeOfTheSameSizeIsSeen() throws Exception {
        try (var folder = ManifestFolder.started(root)) {
            for (var name : List.of("a", "b", "c", "d", "e")) {
                folder.write("a.yaml", service(name));
                folder.awaitServices("default/" + name);
            }
        }
    }

    @Test
    void aFileThatNoLongerParsesKeepsItsObjectsUntilItIsRepaired() throws Exception {
        ManifestFolder.write(root, "a.yaml", service("a"));
        ManifestFolder.write(root, "b.yaml", service("b"));
        try (var folder = ManifestFolder.started(root)) {
            folder.write("a.yaml", service("c") + "---\nkind: [\n---\n" + service("d"));
            folder.awaitState(state -> !state.problems().isEmpty());

            assertThat(folder.services()).containsExactly("default/a", "default/b");
            var problem = folder.problems().getFirst();
            var file = root.resolve("a.yaml").toString();
            assertThat(problem.subject()).isEqualTo(new ObjectRef("File", "", file));
            assertThat(problem.reason()).isEqualTo(Reason.SOURCE_UNREADABLE);
            assertThat(problem.message()).startsWith(file + ":10 is not YAML: ");

            folder.write("a.yaml", service("c"));
            folder.awaitServices("default/b", "default/c");
            folder.awaitState(state -> state.problems().isEmpty());
        }
    }

    @Test
    void aBadFileAtStartCostsNoOtherFile() throws Exception {
        ManifestFolder.write(root, "a.yaml", "kind: {{ .Values.kind }}\n  x: ]");
        ManifestFolder.write(root, "b.yaml", service("b"));
        try (var folder = ManifestFolder.started(root)) {
            assertThat(folder.services()).containsExactly("default/b");
            assertThat(folder.problems()).hasSize(1);
        }
    }

    @Test
    void aMountedConfigMapIsFollowedThroughItsSwaps() throws Exception {
        version("..1", "a", "b");
        Files.createSymbolicLink(root.resolve("..data"), Path.of("..1"));
        for (var name : List.of("one.yaml", "two.yaml")) {
            Files.createSymbolicLink(root.resolve(name), Path.of("..data", name));
        }
        try (var folder = ManifestFolder.started(root)) {
            assertThat(folder.services()).containsExactly("default/a", "default/b");
            for (var round : List.of("2", "3", "4")) {
                version(".." + round, "a", "c" + round);
                var link = Files.createSymbolicLink(root.resolve("..tmp"), Path.of(".." + round));
                Files.move(link, root.resolve("..data"), StandardCopyOption.ATOMIC_MOVE);
                folder.awaitServices("default/a", "default/c" + round);
                folder.awaitState(state -> state.problems().isEmpty());
            }
        }
    }

    private void version(String folder, String one, String two) throws Exception {
        ManifestFolder.write(root, folder + "/one.yaml", service(one));
        ManifestFolder.write(root, folder + "/two.yaml", service(two));
    }

    @Test
    void aCircleOfLinksIsReportedAndEnds() throws Exception {
        ManifestFolder.write(root, "sub/a.yaml", service("a"));
        Files.createSymbolicLink(root.resolve("sub/loop"), Path.of(".."));
        Files.createSymbolicLink(root.resolve("self.yaml"), Path.of("self.yaml"));
        try (var folder = ManifestFolder.started(root)) {
            assertThat(folder.services()).containsExactly("default/a");
            assertThat(folder.problems())
                    .extracting(Diagnostic::message)
                    .anyMatch(it -> it.endsWith("contains it, not followed"))
                    .anyMatch(it -> it.contains("self.yaml cannot be read"))
                    .hasSize(2);
        }
    }

    @Test
    void aFileBehindTwoLinksCountsOnce() throws Exception {
        ManifestFolder.write(root, "a/x.yaml", service("a"));
        Files.createSymbolicLink(root.resolve("b"), Path.of("a"));
        Files.createSymbolicLink(root.resolve("x.yaml"), Path.of("a/x.yaml"));
        try (var folder = ManifestFolder.started(root)) {
            assertThat(folder.services()).containsExactly("default/a");
            assertThat(folder.problems()).isEmpty();
        }
    }

    @Test
    void aLinkThatLeadsNowhereKeepsWhatItGave() throws Exception {
        var elsewhere = Files.createDirectory(root.resolve(".elsewhere"));
        ManifestFolder.write(elsewhere, "a.yaml", service("a"));
        Files.createSymbolicLink(root.resolve("a.yaml"), elsewhere.resolve("a.yaml"));
        try (var folder = ManifestFolder.started(root)) {
            Files.delete(elsewhere.resolve("a.yaml"));
            folder.awaitState(state -> !state.problems().isEmpty());
            assertThat(folder.services()).containsExactly("default/a");

            ManifestFolder.write(elsewhere, "a.yaml", service("b"));
            folder.awaitServices("default/b");
            folder.awaitState(state -> state.problems().isEmpty());
        }
    }

    @Test
    void theFirstOfTwoDeclarationsInOrderOfNamesWins() throws Exception {
        var second = service("a").replace("80", "81");
        ManifestFolder.write(root, "1.yaml", service("a"));
        ManifestFolder.write(root, "2.yaml", "\n" + second);
        try (var folder = ManifestFolder.started(root)) {
            assertThat(port(folder)).isEqualTo(80);
            var problem = folder.problems().getFirst();
            assertThat(problem.subject()).isEqualTo(ObjectRef.service("default", "a"));
            assertThat(problem.reason()).isEqualTo(Reason.DUPLICATE_OBJECT);
            assertThat(problem.message())
                    .contains(root.resolve("1.yaml") + ":1", root.resolve("2.yaml") + ":2");

            Files.delete(root.resolve("1.yaml"));
            folder.awaitState(_ -> port(folder) == 81 && folder.problems().isEmpty());
        }
    }

    private static int port(ManifestFolder folder) {
        var service = folder.state().services().get(ObjectRef.service("default", "a"));
        return service == null ? 0 : service.ports().getFirst().port();
    }

    @Test
    void thePollFindsWhatNoEventTellsOf() throws Exception {
        // The root is a link, and what it leads to is swapped where nobody watches.
        ManifestFolder.write(root, "v1/a.yaml", service("a"));
        ManifestFolder.write(root, "v2/a.yaml", service("b"));
        var link = root.resolve("current");
        Files.createSymbolicLink(link, Path.of("v1"));
        try (var folder = new ManifestFolder(link, Duration.ofMillis(50))) {
            folder.start();
            assertThat(folder.services()).containsExactly("default/a");
            Files.delete(link);
            folder.awaitState(state -> !state.problems().isEmpty());
            assertThat(folder.services()).containsExactly("default/a");
            Files.createSymbolicLink(link, Path.of("v2"));
            folder.awaitServices("default/b");
            folder.awaitState(state -> state.problems().isEmpty());
        }
    }

    @Test
    void readingTheSameAgainTellsNobody() throws Exception {
        ManifestFolder.write(root, "a.yaml", service("a"));
        try (var folder = ManifestFolder.started(root)) {
            var before = folder.changes();
            folder.write("a.yaml", service("a"));
            folder.write("b.yaml", service("b"));
            folder.awaitServices("default/a", "default/b");
            assertThat(folder.changes()).isEqualTo(before + 1);
        }
    }

    @Test
    void aTruncatedFileIsNotTakenForAnEmptyOne() throws Exception {
        ManifestFolder.write(root, "a.yaml", service("a"));
        try (var folder = ManifestFolder.started(root)) {
            var path = root.resolve("a.yaml");
            folder.awaitState(_ -> true);
            var modified = Files.getLastModifiedTime(path).toMillis();
            Files.writeString(path, "");
            var stamp =
                    Stamp.of(
                            path,
                            Files.readAttributes(
                                    path, java.nio.file.attribute.BasicFileAttributes.class));
            assertThat(stamp.modifiedNanos() / 1_000_000).isGreaterThanOrEqualTo(modified);
            folder.awaitServices();
            // It was kept for the time in which a writer would have gone on.
            var age = System.currentTimeMillis() - stamp.modifiedNanos() / 1_000_000;
            assertThat(age).isGreaterThanOrEqualTo(LoadedFile.SETTLE.toMillis());
        }
    }

    @Test
    void aHugeFileIsRefusedUnread() throws Exception {
        try (var file = new java.io.RandomAccessFile(root.resolve("a.yaml").toFile(), "rw")) {
            file.setLength(65L * 1024 * 1024);
        }
        ManifestFolder.write(root, "b.yaml", service("b"));
        try (var folder = ManifestFolder.started(root)) {
            assertThat(folder.services()).containsExactly("default/b");
            assertThat(folder.problems())
                    .extracting(Diagnostic::message)
                    .containsExactly(root.resolve("a.yaml") + " is larger than 64 MiB");
        }
    }

    @Test
    void aFolderThatDoesNotExistIsOneClearLine() {
        var missing = root.resolve("missing");
        var store = new ClusterStore(SecretAccess.EXHAUSTIVE, _ -> {});
        try (var source = new ManifestSource(List.of(missing), store, Duration.ofSeconds(2))) {
            assertThatThrownBy(source::start)
                    .isInstanceOf(ManifestFolderException.class)
                    .hasMessage("cannot serve " + missing + ": it does not exist");
        }
    }
}
