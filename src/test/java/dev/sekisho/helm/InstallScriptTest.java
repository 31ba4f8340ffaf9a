package dev.sekisho.helm;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// `e2e/install`, with programs in the place of `helm` and `kubectl` that write down how they were
/// called.
class InstallScriptTest {

    private static final String RECORDER =
            """
            #!/bin/sh
            printf '%s %s\\n' "$(basename "$0")" "$*" >> "$CALLS"
            case "$*" in
            *endpointslices*) echo "192.0.2.1 6443" ;;
            *jsonpath=*) printf 'other DaemonSet/x\\nedge Deployment/sekisho\\n' ;;
            *"rollout status"*) exit "${ROLLOUT:-0}" ;;
            esac
            """;

    @TempDir private Path folder;
    private Path calls;
    private String rollout = "0";

    @BeforeEach
    void putRecordersIntoThePath() throws IOException {
        calls = folder.resolve("calls");
        for (var program : List.of("helm", "kubectl", "loader")) {
            var file = Files.writeString(folder.resolve(program), RECORDER);
            assertThat(file.toFile().setExecutable(true)).isTrue();
        }
    }

    private record Outcome(int exitCode, String output) {}

    private Outcome install(String... arguments) throws IOException, InterruptedException {
        return run(Path.of("e2e/install"), arguments);
    }

    private Outcome run(Path script, String... arguments) throws IOException, InterruptedException {
        var command = new ArrayList<>(List.of("bash", script.toString()));
        command.addAll(List.of(arguments));
        var builder = new ProcessBuilder(command).redirectErrorStream(true);
        var environment = builder.environment();
        environment.put("PATH", folder + ":" + environment.get("PATH"));
        environment.put("KUBECONFIG", folder.resolve("kubeconfig").toString());
        environment.put("CALLS", calls.toString());
        environment.put("ROLLOUT", rollout);
        var process = builder.start();
        process.getOutputStream().close();
        var output = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
        assertThat(process.waitFor(60, TimeUnit.SECONDS)).isTrue();
        return new Outcome(process.exitValue(), output);
    }

    /// An archive with one file in it.
    private Path archive(String file, String content) throws IOException, InterruptedException {
        Files.writeString(folder.resolve(file), content);
        var archive = folder.resolve("image.tar");
        var tar =
                new ProcessBuilder("tar", "-C", folder.toString(), "-cf", archive.toString(), file);
        assertThat(tar.start().waitFor()).isZero();
        return archive;
    }

    @Test
    void loadsTheImageInstallsTheChartAndWaits() throws Exception {
        var archive =
                archive(
                        "index.json",
                        """
                        {"manifests": [{"annotations": {"org.opencontainers.image.ref.name": "1.2",
                          "io.containerd.image.name": "docker.io/library/sekisho:1.2"}}]}
                        """);

        var outcome =
                install(
                        "--load=loader --quiet",
                        "--image",
                        archive.toString(),
                        "--namespace",
                        "edge",
                        "--values=more.yaml",
                        "--set",
                        "controller.kind=DaemonSet",
                        "--timeout=9");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        var called = Files.readAllLines(calls);
        assertThat(called).hasSize(4);
        assertThat(called.getFirst()).isEqualTo("loader --quiet " + archive.toRealPath());
        assertThat(called.get(1))
                .startsWith("helm upgrade --install sekisho ")
                .contains("--namespace edge --create-namespace")
                .contains("controller.image.repository=sekisho,controller.image.tag=1.2")
                .endsWith(" --values more.yaml --set controller.kind=DaemonSet");
        assertThat(called.getLast())
                .isEqualTo(
                        "kubectl --namespace edge rollout status Deployment/sekisho --timeout 9s");
    }

    @ParameterizedTest
    @CsvSource({
        "native, -q -B -DskipTests package -Pimages -Dnative",
        "jvm, -q -B -DskipTests package -Pimages",
    })
    void withoutAnImageItBuildsTheOneThatIsAskedFor(String kind, String arguments)
            throws Exception {
        var tree = Files.createDirectories(folder.resolve("tree"));
        var script = Files.createDirectories(tree.resolve("e2e")).resolve("install");
        Files.copy(Path.of("e2e/install"), script);
        var maven =
                Files.writeString(
                        tree.resolve("mvnw"),
                        RECORDER
                                + "mkdir -p target/images\n: > target/images/sekisho-%s.tar\n"
                                        .formatted(kind));
        assertThat(maven.toFile().setExecutable(true)).isTrue();

        var outcome = run(script, "--kind", kind, "--load=loader", "--namespace=edge");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(Files.readAllLines(calls)).startsWith("mvnw " + arguments);
    }

    @Test
    void anArchiveOfDockerSaysItsNameElsewhere() throws Exception {
        var archive =
                archive("manifest.json", "[{\"RepoTags\":[\"example.com/a/sekisho:3\",\"b:4\"]}]");

        install("--load", "loader", "--namespace=edge", "--image", archive.toString());

        assertThat(Files.readString(calls))
                .contains("controller.image.repository=example.com/a/sekisho")
                .contains("controller.image.tag=3 ");
    }

    @Test
    void anotherImageOfTheSameNameReplacesThePods() throws Exception {
        install("--load=loader", "--image", archive("first", "one").toString());
        install("--load=loader", "--image", archive("second", "two").toString());

        var installed = Files.readAllLines(calls).stream().filter(it -> it.startsWith("helm"));
        assertThat(installed).hasSize(2).doesNotHaveDuplicates();
    }

    @Test
    void podsThatDoNotGetReadyAreAFailureThatShowsThem() throws Exception {
        rollout = "1";

        var archive = archive("first", "one");

        var outcome = install("--load=loader", "--namespace=edge", "--image=" + archive);

        assertThat(outcome.exitCode()).isEqualTo(1);
        assertThat(outcome.output()).contains("Deployment/sekisho is not ready after 180 s");
        assertThat(Files.readString(calls)).contains("get pods", "logs");
    }

    @Test
    void agentsAndPoolsAreInstalledOnRequest() throws Exception {
        var image = archive("first", "one");
        Files.copy(image, folder.resolve("image-agent.tar"));

        var outcome =
                install(
                        "--load=loader",
                        "--namespace=edge",
                        "--image=" + image,
                        "--agent=all",
                        "--pool=192.0.2.200-192.0.2.220",
                        "--pool=fd30::/120");

        assertThat(outcome.exitCode()).as(outcome.output()).isZero();
        assertThat(Files.readString(calls))
                .contains("loader " + folder.resolve("image-agent.tar").toRealPath())
                .contains("exposure=loadbalancer,agent.enabled=true,agent.services=all")
                .contains("agent.apiServer.host=192.0.2.1,agent.apiServer.port=6443")
                .contains("addressPools[0].addresses[0]=192.0.2.200-192.0.2.220")
                .contains("addressPools[0].addresses[1]=fd30::/120")
                .contains("rollout status daemonset --selector");
    }

    @ParameterizedTest
    @CsvSource({
        "--agent=some, --agent: 'some' (expected: all or exposed)",
        "--pool=a b, --pool: 'a b' (expected: a block, a range or an address)",
        "--colour=red, unknown option --colour",
        "--image=none.tar, --image: 'none.tar' (expected: a file)",
        "--kind=both, --kind: 'both' (expected: native or jvm)",
        "--timeout=1m, --timeout: '1m' (expected: seconds)",
        "--namespace, --namespace needs a value",
        "--release=a, --load is needed",
    })
    void whatIsWrittenWronglyIsNamed(String argument, String message) throws Exception {
        var outcome = install(argument);

        assertThat(outcome.exitCode()).isEqualTo(2);
        assertThat(outcome.output()).contains(message);
        assertThat(calls).doesNotExist();
    }

    @Test
    void helpIsPrintedOnRequest() throws Exception {
        assertThat(install("--help"))
                .satisfies(outcome -> assertThat(outcome.exitCode()).isZero())
                .satisfies(
                        outcome -> assertThat(outcome.output()).startsWith("usage: e2e/install"));
    }
}
