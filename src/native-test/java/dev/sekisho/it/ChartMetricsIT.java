package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/// The dashboard and the alerts of the chart ask for metrics that there are.
class ChartMetricsIT {

    private static final Pattern METRIC =
            Pattern.compile("\\b(?:nginx_ingress_controller|sekisho|process|jvm)_[a-z_]+");
    private static final Pattern SAMPLE = Pattern.compile("(?m)^([a-zA-Z_:]+)[ {]");

    /// Without a cluster there is nobody to lead, and no server that could be away.
    private static final Set<String> OF_A_CLUSTER =
            Set.of(
                    "nginx_ingress_controller_leader_election_status",
                    "sekisho_configuration_stale");

    @ParameterizedTest
    @ValueSource(strings = {"dashboards/sekisho.json", "alerts/sekisho.yaml"})
    void everyMetricIsThere(String file) throws IOException {
        var asked = names(METRIC, Files.readString(Path.of("helm/sekisho").resolve(file)));
        asked.removeAll(OF_A_CLUSTER);
        try (var sekisho = SekishoProcess.serving("demo")) {
            assertThat(Http.get(sekisho.httpPort(), "shop.localhost", "/").status()).isEqualTo(200);

            var metrics = Http.get(sekisho.managementPort(), "127.0.0.1", "/metrics").body();

            assertThat(names(SAMPLE, metrics)).containsAll(asked);
        }
    }

    private static Set<String> names(Pattern pattern, String text) {
        return pattern.matcher(text)
                .results()
                .map(found -> found.groupCount() == 0 ? found.group() : found.group(1))
                .collect(Collectors.toCollection(TreeSet::new));
    }
}
