package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.TestFactory;
import org.junit.jupiter.api.io.TempDir;

/// What the chart renders is what a real API server takes, to the last field. Nothing is created
/// but a namespace and the kinds that the chart brings.
class ChartClusterIT {

    private static final Path CASES = Path.of("src/test/resources/helm");
    private static final Pattern NAMESPACE =
            Pattern.compile("^( *(?:- )?namespace: ).*$", Pattern.MULTILINE);

    private static TestNamespace namespace;

    @TempDir private Path folder;

    @BeforeAll
    static void createNamespace() {
        var cluster = TestCluster.required();
        assumeTrue(hasKubectl(), "kubectl is not in the PATH");
        namespace = TestNamespace.create(cluster);
        defineKinds();
    }

    /// As `helm install` does before anything else.
    private static void defineKinds() {
        Commands.output(
                List.of("kubectl", "apply", "--server-side", "--filename=helm/sekisho/crds"));
        Commands.output(
                List.of(
                        "kubectl",
                        "wait",
                        "--for=condition=Established",
                        "--timeout=60s",
                        "--filename=helm/sekisho/crds"));
    }

    @AfterAll
    static void cleanUp() {
        if (namespace != null) {
            namespace.close();
        }
    }

    private static boolean hasKubectl() {
        return Arrays.stream(System.getenv("PATH").split(":", -1))
                .anyMatch(entry -> Files.isExecutable(Path.of(entry, "kubectl")));
    }

    @TestFactory
    Stream<DynamicTest> theServerTakesWhatEverySetOfValuesRenders() throws IOException {
        try (var cases = Files.list(CASES)) {
            return cases.sorted().toList().stream()
                    .map(dir ->
                            DynamicTest.dynamicTest(
                                    dir.getFileName().toString(), () -> check(dir)));
        }
    }

    private void check(Path dir) throws IOException {
        var manifests = folder.resolve(dir.getFileName() + ".yaml");
        Files.writeString(manifests, known(Files.readString(dir.resolve("out.yaml"))));

        var outcome =
                Commands.run(
                        List.of(
                                "kubectl",
                                "apply",
                                "--server-side",
                                "--dry-run=server",
                                "--force-conflicts",
                                "--validate=strict",
                                "--filename=" + manifests));

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
    }

    /// In a namespace that exists, and without what only an operator's own definitions explain.
    private static String known(String manifests) {
        var ours =
                Arrays.stream(manifests.split("(?m)^---$", -1))
                        .filter(object -> !object.contains("apiVersion: monitoring.coreos.com/"))
                        .collect(Collectors.joining("---"));
        return NAMESPACE.matcher(ours).replaceAll("$1" + namespace.name());
    }
}
