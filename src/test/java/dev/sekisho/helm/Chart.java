package dev.sekisho.helm;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLFactory;
import com.marcnuri.helm.Helm;
import com.marcnuri.helm.LintResult;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Comparator;
import java.util.List;

/// The chart in `helm/sekisho`, through Helm itself.
final class Chart {

    static final Path FOLDER = Path.of("helm/sekisho");

    /// The newest Kubernetes that the project is tested on, so that output does not depend on Helm.
    private static final String KUBERNETES = "1.34.4";

    private static final String HOOK = "helm.sh/hook";
    private static final String SHOWN = "shown.helm.sh/hook";

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Chart() {}

    /// What `helm template` prints for a release `sekisho` in the namespace `ingress`.
    static String render(Path values) {
        try {
            var folder = Files.createTempDirectory("sekisho-chart");
            try {
                copyShowingHooks(folder);
                return render(folder, values).replace(SHOWN, HOOK);
            } finally {
                delete(folder);
            }
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The library leaves hooks out of what it renders, so they must not look like hooks to it.
    private static void copyShowingHooks(Path target) throws IOException {
        for (var file : files(FOLDER)) {
            var copy = target.resolve(FOLDER.relativize(file));
            Files.createDirectories(copy.getParent());
            Files.writeString(copy, Files.readString(file).replace(HOOK, SHOWN));
        }
    }

    private static void delete(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            for (var path : paths.sorted(Comparator.reverseOrder()).toList()) {
                Files.delete(path);
            }
        }
    }

    private static List<Path> files(Path folder) throws IOException {
        try (var paths = Files.walk(folder)) {
            return paths.filter(Files::isRegularFile).toList();
        }
    }

    private static String render(Path folder, Path values) {
        return new Helm(folder)
                .template()
                .withName("sekisho")
                .withNamespace("ingress")
                .withKubeVersion(KUBERNETES)
                .withValuesFile(values)
                .call();
    }

    static LintResult lint() {
        return new Helm(FOLDER).lint().strict().call();
    }

    static List<JsonNode> objects(String manifests) {
        try (var parser = YAML.getFactory().createParser(manifests)) {
            return YAML.readValues(parser, JsonNode.class).readAll().stream()
                    .filter(object -> !object.isNull())
                    .toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    static JsonNode readYaml(String file) {
        return read(YAML, file);
    }

    static JsonNode readJson(String file) {
        return read(new ObjectMapper(), file);
    }

    private static JsonNode read(ObjectMapper mapper, String file) {
        try {
            return mapper.readTree(Files.readString(FOLDER.resolve(file)));
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The pod of a workload, or of a pod itself; missing for anything else.
    static JsonNode podSpec(JsonNode object) {
        return object.at(
                object.path("kind").asText().equals("Pod") ? "/spec" : "/spec/template/spec");
    }

    static List<JsonNode> elements(JsonNode array) {
        return array instanceof ArrayNode list ? list.valueStream().toList() : List.of();
    }
}
