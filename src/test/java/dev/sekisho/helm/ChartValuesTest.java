package dev.sekisho.helm;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import dev.sekisho.helm.ChartValues.Value;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// `values.yaml`, its schema and its page say the same.
class ChartValuesTest {

    private static final String BEGIN = "<!-- values: written by ChartValuesTest -->\n";
    private static final String END = "<!-- end of values -->\n";

    private final JsonNode defaults = Chart.readYaml("values.yaml");
    private final JsonNode schema = Chart.readJson("values.schema.json");
    private final List<Value> described = ChartValues.described();
    private final Set<String> paths =
            described.stream().map(Value::path).collect(Collectors.toSet());

    @Test
    void everyValueIsDescribed() {
        var undescribed = new ArrayList<String>();
        collectUndescribed(defaults, "", undescribed);
        assertThat(undescribed).isEmpty();
        assertThat(described)
                .allSatisfy(value -> {
                    assertThat(value.doc()).as(value.path()).matches("(?s)\\S.*\\.");
                    assertThat(defaults.at(value.pointer()).isMissingNode())
                            .as(value.path())
                            .isFalse();
                });
    }

    private void collectUndescribed(JsonNode node, String path, List<String> undescribed) {
        if (paths.contains(path)) {
            return;
        }
        if (!node.isObject() || node.isEmpty()) {
            undescribed.add(path);
        }
        node.properties()
                .forEach(entry ->
                        collectUndescribed(
                                entry.getValue(), join(path, entry.getKey()), undescribed));
    }

    @Test
    void everyValueHasASchema() {
        assertThat(described)
                .allSatisfy(value ->
                        assertThat(ChartValues.schemaOf(schema, value.path()).isMissingNode())
                                .as(value.path())
                                .isFalse());
    }

    @Test
    void theSchemaKnowsNoOtherValues() {
        var unknown = new ArrayList<String>();
        collectUnknown(schema, "", unknown);
        // Helm itself adds this one where the chart is part of another.
        assertThat(unknown).containsExactly("global");
    }

    private void collectUnknown(JsonNode node, String path, List<String> unknown) {
        if (paths.contains(path)) {
            return;
        }
        if (!path.isEmpty() && defaults.at("/" + path.replace('.', '/')).isMissingNode()) {
            unknown.add(path);
        }
        ChartValues.resolved(schema, node)
                .path("properties")
                .properties()
                .forEach(entry ->
                        collectUnknown(entry.getValue(), join(path, entry.getKey()), unknown));
    }

    @Test
    void whereTheSchemaNamesKeysItAllowsNoOthers() {
        var lenient =
                schema.findParents("properties").stream()
                        .filter(object -> object.path("type").isTextual())
                        .filter(object -> object.path("additionalProperties").asBoolean(true));
        assertThat(lenient).isEmpty();
    }

    @Test
    void thePageOfTheChartIsUpToDate() throws IOException {
        var page = Chart.FOLDER.resolve("README.md");
        var now = Files.readString(page);
        var begin = now.indexOf(BEGIN) + BEGIN.length();
        var end = now.indexOf(END);
        assertThat(begin).as("the page has the marks of the table").isBetween(BEGIN.length(), end);
        var expected = now.substring(0, begin) + table() + now.substring(end);
        if (Boolean.getBoolean("golden.update")) {
            Files.writeString(page, expected);
        }
        assertThat(Files.readString(page))
                .as(page + " is stale: run with -Dgolden.update=true")
                .isEqualTo(expected);
    }

    private String table() {
        return described.stream()
                .map(value ->
                        "| `%s` | %s | `%s` | %s |\n"
                                .formatted(
                                        value.path(),
                                        type(ChartValues.schemaOf(schema, value.path())),
                                        escape(defaults.at(value.pointer()).toString()),
                                        escape(value.doc())))
                .collect(
                        Collectors.joining(
                                "",
                                "\n| Value | Type | Default | What it does |\n|---|---|---|---|\n",
                                "\n"));
    }

    private static String type(JsonNode schema) {
        var type = schema.path("type");
        if (type.isArray()) {
            return type.valueStream().map(JsonNode::asText).collect(Collectors.joining(" or "));
        }
        return type.asText("string");
    }

    private static String escape(String text) {
        return text.replace("|", "\\|");
    }

    private static String join(String path, String key) {
        return path.isEmpty() ? key : path + "." + key;
    }

    @Test
    void theChartInstallsThisVersionOfTheProgram() throws IOException {
        var version =
                Pattern.compile("<artifactId>sekisho</artifactId>\\s*<version>([^<]+)</version>")
                        .matcher(Files.readString(Path.of("pom.xml")));
        assertThat(version.find()).isTrue();
        assertThat(Chart.readYaml("Chart.yaml").path("appVersion").asText())
                .isEqualTo(version.group(1));
    }

    /// `e2e/install` loads that image, so the shop runs in the same cluster.
    @Test
    void theExampleShopRunsTheSameImage() throws IOException {
        var expected = "image: sekisho:" + Chart.readYaml("Chart.yaml").path("appVersion").asText();
        for (var file : List.of("10-db.yaml", "20-api.yaml", "30-front.yaml")) {
            assertThat(Files.readAllLines(Path.of("examples/shop", file)))
                    .filteredOn(line -> line.strip().startsWith("image:"))
                    .singleElement()
                    .satisfies(line -> assertThat(line.strip()).isEqualTo(expected));
        }
    }
}
