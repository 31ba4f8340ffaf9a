package dev.sekisho.helm;

import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// Values that make no sense are refused before anything is installed, by name.
class ChartRefusalTest {

    @TempDir private Path folder;

    @ParameterizedTest
    @CsvSource(
            delimiter = '|',
            quoteCharacter = '"',
            value = {
                "replicas: 2 | replicas",
                "controller: {replicas: 2} | replicas",
                "controller: {kind: Both} | kind",
                "controller: {replicaCount: two} | replicaCount",
                "controller: {service: {typ: NodePort}} | typ",
                "controller: {service: {type: ExternalName}} | type",
                "controller: {service: {ports: {http: 70000}}} | http",
                "controller: {config: {read-timeuot: 5s}} | read-timeuot",
                "controller: {config: {http-port: 80}} | http-port",
                "controller: {extraArgs: {publish-service: a/b}} | publish-service",
                "controller: {image: {runAsUser: 0}} | runAsUser",
                "controller: {image: {digest: latest}} | digest",
                "controller: {ingressClassResource: {name: Upper}} | name",
                "controller: {ingressClassResource: {controllerValue: x/y}} | controllerValue",
                "controller: {drainTimeout: 1 day} | drainTimeout",
                "rbac: {secrets: list} | secrets",
                "controller: {metrics: {serviceMonitor: {interval: 5s}}} | interval",
                "controller: {terminationGracePeriodSeconds: 30} | drainTimeout and 15 s to end need 260",
            })
    void whatIsWrongIsNamed(String values, String named) throws IOException {
        var file = Files.writeString(folder.resolve("values.yaml"), values);

        assertThatThrownBy(() -> Chart.render(file)).hasMessageContaining(named);
    }
}
