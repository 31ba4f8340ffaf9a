package dev.sekisho.demo;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.demo.DemoPods.RunningPod;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DemoFolderTest {

    private static final RunningPod POD = new RunningPod("api", "api-1", "127.0.0.1", 4711);

    @TempDir Path workingFolder;

    @Test
    void everyFileOfTheExampleIsInTheProgram() throws IOException {
        var shop = Path.of("examples/shop");
        try (var files = Files.walk(shop).filter(Files::isRegularFile)) {
            assertThat(files.map(file -> shop.relativize(file).toString()))
                    .containsExactlyInAnyOrderElementsOf(DemoFolder.FILES);
        }
        for (var name : DemoFolder.FILES) {
            assertThat(DemoFolder.bundled(name))
                    .isEqualTo(Files.readString(Path.of("examples/shop", name)));
        }
    }

    /// The chart makes the class, and could not if kubectl had made it before.
    @Test
    void theClassIsWhereKubectlDoesNotLook() {
        assertThat(DemoFolder.FILES)
                .filteredOn(name -> DemoFolder.bundled(name).contains("kind: IngressClass"))
                .containsExactly("serve/ingress-class.yaml");
    }

    @Test
    void theExampleOfTheWorkingFolderIsServedWhereThereIsOne() throws IOException {
        var examples = Files.createDirectories(workingFolder.resolve("examples/shop"));
        try (var folder = DemoFolder.create(List.of(POD))) {
            assertThat(folder.folders(workingFolder)).hasSize(2).startsWith(examples);
        }
    }

    @Test
    void elseTheOneInTheProgramIs() {
        try (var folder = DemoFolder.create(List.of(POD))) {
            var only = folder.folders(workingFolder).getFirst();
            assertThat(only.resolve("50-ingress.yaml")).isRegularFile();
            assertThat(only.resolve("serve/ingress-class.yaml")).isRegularFile();
            assertThat(only.resolve("endpoints.yaml"))
                    .content()
                    .contains("kubernetes.io/service-name: api", "port: 4711", "[\"127.0.0.1\"]");
        }
    }

    @Test
    void nothingIsLeftBehind() {
        var folder = DemoFolder.create(List.of(POD));
        var only = folder.folders(workingFolder).getFirst();
        folder.close();
        assertThat(only).doesNotExist();
    }
}
