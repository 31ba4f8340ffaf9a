package dev.sekisho.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.HashSet;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/// Each folder `helm/<case>/` is one set of values: `values.yaml` goes in, `out.yaml` must come
/// out.
///
/// Run with `-Dgolden.update=true` to accept what came out; then read the diff.
class ChartGoldenTest {

    private static final Path ROOT = Path.of("src/test/resources/helm");

    @TestFactory
    Stream<DynamicTest> everySetOfValuesRendersAsWritten() throws IOException {
        return cases().stream()
                .map(dir ->
                        DynamicTest.dynamicTest(dir.getFileName().toString(), () -> check(dir)));
    }

    private static void check(Path dir) throws IOException {
        var actual = Chart.render(dir.resolve("values.yaml"));
        var expected = dir.resolve("out.yaml");
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(expected, actual);
        }
        assertThat(actual).isEqualTo(Files.readString(expected));
    }

    @TestFactory
    Stream<DynamicTest> everyObjectSaysWhoseItIsAndIsThereOnce() throws IOException {
        return cases().stream()
                .map(dir ->
                        DynamicTest.dynamicTest(
                                dir.getFileName().toString(), () -> checkIdentities(written(dir))));
    }

    private static void checkIdentities(List<JsonNode> objects) {
        var seen = new HashSet<String>();
        assertThat(objects)
                .isNotEmpty()
                .allSatisfy(object -> {
                    var meta = object.path("metadata");
                    assertThat(meta.path("labels").path("app.kubernetes.io/name").asText())
                            .as(meta.toString())
                            .isEqualTo("sekisho");
                    assertThat(seen.add(identity(object))).as(identity(object)).isTrue();
                });
    }

    private static String identity(JsonNode object) {
        var meta = object.path("metadata");
        return object.path("kind").asText()
                + " "
                + meta.path("namespace").asText()
                + "/"
                + meta.path("name").asText();
    }

    @TestFactory
    Stream<DynamicTest> everyContainerIsConfined() throws IOException {
        return cases().stream()
                .map(dir ->
                        DynamicTest.dynamicTest(
                                dir.getFileName().toString(), () -> checkContainers(written(dir))));
    }

    private static void checkContainers(List<JsonNode> objects) {
        var ours =
                objects.stream()
                        .flatMap(object ->
                                Chart.elements(Chart.podSpec(object).path("containers")).stream())
                        .filter(container -> container.path("image").asText().contains("sekisho"));
        assertThat(ours)
                .isNotEmpty()
                .allSatisfy(container -> {
                    var context = container.path("securityContext");
                    assertThat(context.path("readOnlyRootFilesystem").asBoolean()).isTrue();
                    assertThat(context.path("allowPrivilegeEscalation").asBoolean(true)).isFalse();
                    assertThat(context.at("/capabilities/drop/0").asText()).isEqualTo("ALL");
                    checkUser(container.path("name").asText(), context);
                    assertThat(context.at("/seccompProfile/type").asText())
                            .isEqualTo("RuntimeDefault");
                });
    }

    /// The kernel takes rules of root alone, if it has this one capability.
    private static void checkUser(String container, JsonNode context) {
        if (container.equals("agent")) {
            assertThat(context.at("/capabilities/add").toString()).isEqualTo("[\"NET_ADMIN\"]");
            assertThat(context.path("privileged").asBoolean(true)).isFalse();
        } else {
            assertThat(context.path("runAsNonRoot").asBoolean()).isTrue();
            assertThat(context.at("/capabilities/add").isMissingNode()).isTrue();
        }
    }

    @TestFactory
    Stream<DynamicTest> noRoleListsSecretsOrNamesAllVerbsOrResources() throws IOException {
        return cases().stream()
                .map(dir ->
                        DynamicTest.dynamicTest(
                                dir.getFileName().toString(), () -> checkRules(written(dir))));
    }

    private static void checkRules(List<JsonNode> objects) {
        var rules =
                objects.stream()
                        .filter(object -> object.path("kind").asText().endsWith("Role"))
                        .flatMap(role -> Chart.elements(role.path("rules")).stream());
        assertThat(rules)
                .allSatisfy(rule -> {
                    assertThat(rule.toString()).doesNotContain("*", "pods", "delete");
                    if (rule.path("resources").toString().contains("namespaces")) {
                        assertThat(rule.path("verbs").toString()).isEqualTo("[\"list\",\"watch\"]");
                    }
                    if (rule.path("resources").toString().contains("secrets")) {
                        assertThat(rule.path("verbs").toString()).doesNotContain("list");
                    }
                });
    }

    @Test
    void helmLintHasNothingToSay() {
        var result = Chart.lint();
        assertThat(result.isFailed()).as(result.getMessages().toString()).isFalse();
        assertThat(result.getMessages()).noneMatch(message -> message.contains("[WARNING]"));
    }

    @Test
    void noOtherFilesAreThere() throws IOException {
        try (var files = Files.walk(ROOT)) {
            assertThat(files.filter(Files::isRegularFile).map(ROOT::relativize))
                    .allSatisfy(file -> {
                        assertThat(file.getNameCount()).as("depth of %s", file).isEqualTo(2);
                        assertThat(file.getFileName().toString()).isIn("values.yaml", "out.yaml");
                    });
        }
    }

    private static List<JsonNode> written(Path dir) throws IOException {
        return Chart.objects(Files.readString(dir.resolve("out.yaml")));
    }

    private static List<Path> cases() throws IOException {
        try (var files = Files.list(ROOT)) {
            return files.sorted().toList();
        }
    }
}
