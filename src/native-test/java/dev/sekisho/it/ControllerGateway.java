package dev.sekisho.it;

import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/// The packaged program as controller of one test's namespace and class, with a service account
/// that has the permissions of [TestNamespace] and no others.
final class ControllerGateway implements AutoCloseable {

    private static final Duration START_PATIENCE = Duration.ofSeconds(60);
    private static final Duration STOP_PATIENCE = Duration.ofSeconds(30);
    private static final Pattern LISTENING =
            Pattern.compile("^listening http=\\S*:(\\d+) https=\\S*:(\\d+) management=\\S*:(\\d+)$");

    private final TestCluster cluster;
    private final Path folder;
    private final Process process;

    private ControllerGateway(TestCluster cluster, Path folder, Process process) {
        this.cluster = cluster;
        this.folder = folder;
        this.process = process;
    }

    /// Starts it and waits until it serves; `options` come after those that every test needs.
    static ControllerGateway start(TestNamespace home, String... options) {
        var cluster = home.cluster();
        try {
            var folder = Files.createTempDirectory("sekisho-it");
            cluster.writeKubeconfig(folder.resolve("kubeconfig"), home.token());
            var command = command(home, folder);
            command.addAll(List.of(options));
            var process =
                    new ProcessBuilder(Commands.join(cluster.nodePrefix(), command))
                            .redirectErrorStream(true)
                            .redirectOutput(folder.resolve("log").toFile())
                            .start();
            var gateway = new ControllerGateway(cluster, folder, process);
            gateway.awaitListening();
            return gateway;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private static List<String> command(TestNamespace home, Path folder) {
        var command = new ArrayList<>(program());
        command.addAll(
                List.of("controller", "--kubeconfig", folder.resolve("kubeconfig").toString()));
        command.addAll(List.of("--ingress-class", home.name(), "--namespace", home.name()));
        command.addAll(List.of("--http-port", "0", "--https-port", "0", "--management-port", "0"));
        return command;
    }

    private static List<String> program() {
        var executable = System.getProperty("sekisho.executable", "");
        if (!executable.isEmpty()) {
            return List.of(executable);
        }
        var java = Path.of(System.getProperty("java.home"), "bin", "java").toString();
        return List.of(java, "-jar", System.getProperty("sekisho.jar"));
    }

    private void awaitListening() {
        await("the gateway listens")
                .atMost(START_PATIENCE)
                .until(() -> !process.isAlive() || log().stream().anyMatch(this::isListening));
        if (!process.isAlive()) {
            throw new IllegalStateException(
                    "ended with %d: %s".formatted(process.exitValue(), log()));
        }
    }

    private boolean isListening(String line) {
        return LISTENING.matcher(line).matches();
    }

    /// Everything that the program has written.
    List<String> log() {
        try {
            return Files.readString(folder.resolve("log")).lines().toList();
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    int httpPort() {
        return port(1);
    }

    int httpsPort() {
        return port(2);
    }

    private int port(int which) {
        return log().stream()
                .map(LISTENING::matcher)
                .filter(Matcher::matches)
                .map(line -> Integer.parseInt(line.group(which)))
                .findFirst()
                .orElseThrow();
    }

    /// The status of the answer to a plain request; 0 where there is none.
    int status(String host) {
        return Integer.parseInt(curl(host, httpPort(), statusOnly(), "http://%s:%d/").output().strip());
    }

    /// The status over TLS if the served certificate is the trusted one; 0 where it is not.
    int statusTrusting(Path certificate, String host) {
        var options = new ArrayList<>(statusOnly());
        options.addAll(List.of("--cacert", certificate.toString()));
        return Integer.parseInt(curl(host, httpsPort(), options, "https://%s:%d/").output().strip());
    }

    /// The status over TLS, whatever the certificate.
    int statusTrustingAll(String host) {
        var options = new ArrayList<>(statusOnly());
        options.add("--insecure");
        return Integer.parseInt(curl(host, httpsPort(), options, "https://%s:%d/").output().strip());
    }

    /// The bodies of a number of answers to `/hostname`, with one connection.
    List<String> hostnames(String host, int requests) {
        var options = List.of("--fail", "--write-out", "\n");
        return curl(host, httpPort(), options, "http://%s:%d/hostname?[1-" + requests + "]").lines();
    }

    private static List<String> statusOnly() {
        return List.of("--output", "/dev/null", "--write-out", "%{http_code}");
    }

    private Commands.Outcome curl(String host, int port, List<String> options, String url) {
        var command = new ArrayList<>(List.of("curl", "--silent", "--max-time", "10"));
        command.addAll(resolve(host, port));
        command.addAll(options);
        command.add(url.formatted(host, port));
        return Commands.run(Commands.join(cluster.clientPrefix(), command));
    }

    private List<String> resolve(String host, int port) {
        return List.of("--resolve", "%s:%d:%s".formatted(host, port, cluster.gatewayAddress()));
    }

    /// Sends one request after the other until the result is closed.
    Traffic traffic(String host) {
        return Traffic.start(
                cluster.clientPrefix(),
                resolve(host, httpPort()),
                "http://%s:%d/hostname".formatted(host, httpPort()));
    }

    /// Ends it as a crash would.
    void kill() {
        process.destroyForcibly().onExit().join();
    }

    /// Ends it as Kubernetes would, and gives its exit code.
    int stop() {
        process.destroy();
        try {
            if (!process.waitFor(STOP_PATIENCE.toSeconds(), TimeUnit.SECONDS)) {
                throw new IllegalStateException("does not stop: " + log());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
            throw new IllegalStateException(e);
        }
        return process.exitValue();
    }

    @Override
    public void close() {
        kill();
    }
}
