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
import java.util.List;

/// The chart in `helm/sekisho`, through Helm itself.
final class Chart {

    static final Path FOLDER = Path.of("helm/sekisho");

    /// The newest Kubernetes that the project is tested on, so that output does not depend on Helm.
    private static final String KUBERNETES = "1.34.4";

    private static final ObjectMapper YAML = new ObjectMapper(new YAMLFactory());

    private Chart() {}

    /// What `helm template` prints for a release `sekisho` in the namespace `ingress`.
    static String render(Path values) {
        return new Helm(FOLDER)
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
