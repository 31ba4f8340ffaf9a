package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/// The schema of the chart knows the options that `controller.config` and `controller.extraArgs`
/// may hold: those of the controller that follow from no other value of the chart.
class ChartOptionsTest {

    private static final Path SCHEMA = Path.of("helm/sekisho/values.schema.json");
    private static final Pattern OPTION =
            Pattern.compile("\"option\": \\{\"enum\": \\[[^]]*\\]\\}");

    private static final Set<Option<?>> OF_THE_CHART =
            Set.of(
                    ProcessOptions.CONFIG,
                    ProcessOptions.HTTP_PORT,
                    ProcessOptions.HTTPS_PORT,
                    ProcessOptions.MANAGEMENT_PORT,
                    ProcessOptions.DRAIN_DELAY,
                    ProcessOptions.DRAIN_TIMEOUT,
                    ProcessOptions.POD_NAME,
                    ClusterOptions.INGRESS_CLASS,
                    ClusterOptions.WATCH_INGRESS_WITHOUT_CLASS,
                    ClusterOptions.KUBECONFIG,
                    ClusterOptions.WATCH_NAMESPACE,
                    ClusterOptions.PUBLISH_SERVICE,
                    ClusterOptions.ELECTION_ID,
                    ClusterOptions.NAMESPACE,
                    ClusterOptions.NODE_NAME,
                    ClusterOptions.LOAD_BALANCERS,
                    ClusterOptions.LAST_CONFIGURATION_FOLDER,
                    ClusterOptions.LAST_CONFIGURATION_SECRETS);

    @Test
    void theSchemaKnowsTheOptionsOfTheController() throws IOException {
        if (Boolean.getBoolean("golden.update")) {
            var schema = Files.readString(SCHEMA);
            Files.writeString(SCHEMA, OPTION.matcher(schema).replaceFirst(definition()));
        }
        var known =
                new ObjectMapper()
                        .readTree(SCHEMA.toFile())
                        .at("/definitions/option/enum")
                        .valueStream()
                        .map(JsonNode::asText);
        assertThat(known)
                .as(SCHEMA + " is stale: run with -Dgolden.update=true")
                .containsExactlyElementsOf(names());
    }

    private static String definition() {
        return names().stream()
                .map(name -> "      \"" + name + "\"")
                .collect(Collectors.joining(",\n", "\"option\": {\"enum\": [\n", "\n    ]}"));
    }

    private static List<String> names() {
        return OptionCatalog.of(Command.CONTROLLER).stream()
                .filter(option -> !OF_THE_CHART.contains(option))
                .map(Option::name)
                .toList();
    }
}
