package dev.sekisho.cli;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.PrintStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class AgentSettingsTest {

    @TempDir Path folder;

    private AgentSettings agent(String... args) {
        var err = new ByteArrayOutputStream();
        var to = new PrintStream(err, true, StandardCharsets.UTF_8);
        var invocation = new CommandLineParser(to, to, folder).parse(args, Map.of());
        assertThat(invocation)
                .as(err.toString(StandardCharsets.UTF_8))
                .isInstanceOf(Invocation.Agent.class);
        return ((Invocation.Agent) invocation).settings();
    }

    @Test
    void clusterIpsThatNobodyHasAreOursToDropOnlyWhereAllServicesAreOurs() {
        var all = agent("agent", "--node-name=a", "--service-cidr=10.96.0.0/16");
        var exposed =
                agent(
                        "agent",
                        "--node-name=a",
                        "--service-cidr=10.96.0.0/16",
                        "--services=exposed");

        assertThat(all.serviceRanges()).containsExactly("10.96.0.0/16");
        assertThat(exposed.serviceRanges()).isEmpty();
    }
}
