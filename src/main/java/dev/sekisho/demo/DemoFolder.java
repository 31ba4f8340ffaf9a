package dev.sekisho.demo;

import dev.sekisho.demo.DemoPods.RunningPod;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/// A temporary folder of manifests: the example shop and the endpoints of pods that run here.
public final class DemoFolder implements AutoCloseable {

    private static final String BUNDLE = "/dev/sekisho/demo/shop/";
    private static final Path EXAMPLES = Path.of("examples", "shop");

    /// The files of `examples/shop`; a native executable carries what is named here.
    static final List<String> FILES =
            List.of(
                    "00-namespace.yaml",
                    "10-db.yaml",
                    "20-api.yaml",
                    "30-front.yaml",
                    "40-tls.yaml",
                    "50-ingress.yaml",
                    "serve/ingress-class.yaml");

    private final Path generated;

    private DemoFolder(Path generated) {
        this.generated = generated;
    }

    /// Writes the endpoints of the pods.
    public static DemoFolder create(List<RunningPod> pods) {
        try {
            var folder = new DemoFolder(Files.createTempDirectory("sekisho-demo-"));
            folder.write("endpoints.yaml", EndpointManifests.of(pods));
            return folder;
        } catch (IOException failed) {
            throw new UncheckedIOException("the folder of the demo cannot be written", failed);
        }
    }

    /// The folders to serve: `examples/shop` of the working folder, so that edits show at once, or
    /// else a copy of the one in this program; and the endpoints.
    public List<Path> folders(Path workingFolder) {
        var examples = workingFolder.resolve(EXAMPLES);
        if (Files.isDirectory(examples)) {
            return List.of(examples, generated);
        }
        FILES.forEach(name -> write(name, bundled(name)));
        return List.of(generated);
    }

    @Override
    public void close() {
        try (var files = Files.walk(generated)) {
            for (var file : files.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(file);
            }
        } catch (IOException _) {
            // What is left lies in the folder for temporary files, which others empty.
            return;
        }
    }

    private void write(String name, String text) {
        try {
            var file = generated.resolve(name);
            Files.createDirectories(Objects.requireNonNull(file.getParent()));
            Files.writeString(file, text);
        } catch (IOException failed) {
            throw new UncheckedIOException("the folder of the demo cannot be written", failed);
        }
    }

    static String bundled(String name) {
        try (var resource = DemoFolder.class.getResourceAsStream(BUNDLE + name)) {
            if (resource == null) {
                throw new IllegalStateException("not in this program: " + BUNDLE + name);
            }
            return new String(resource.readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException failed) {
            throw new UncheckedIOException(failed);
        }
    }
}
