package dev.sekisho.it;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/// The packaged program as controller of one test's namespace and class, with a service account
/// that has the permissions of [TestNamespace] and no others.
final class ControllerGateway implements AutoCloseable {

    /// Of a gateway that never says on which ports it listens.
    private static final int MANAGEMENT_PORT = 20254;

    private final TestCluster cluster;
    private final SekishoProcess process;

    private ControllerGateway(TestCluster cluster, SekishoProcess process) {
        this.cluster = cluster;
        this.process = process;
    }

    /// Starts it and waits until it serves; `options` come after those that every test needs.
    static ControllerGateway start(TestNamespace home, String... options) {
        var cluster = home.cluster();
        var words = words(home, "0", options);
        return new ControllerGateway(cluster, SekishoProcess.startBy(cluster.nodePrefix(), words));
    }

    /// Starts one that is not expected to serve.
    static ControllerGateway startUnready(TestNamespace home, String... options) {
        var cluster = home.cluster();
        var words = words(home, Integer.toString(MANAGEMENT_PORT), options);
        return new ControllerGateway(
                cluster, SekishoProcess.startUnready(cluster.nodePrefix(), words));
    }

    private static List<String> words(TestNamespace home, String management, String... options) {
        var cluster = home.cluster();
        var kubeconfig = temporaryFile(".kubeconfig");
        cluster.writeKubeconfig(kubeconfig, home.token());
        var words = new ArrayList<>(List.of("controller", "--kubeconfig", kubeconfig.toString()));
        words.addAll(List.of("--ingress-class", home.name(), "--namespace", home.name()));
        words.addAll(List.of("--http-port", "0", "--https-port", "0", "--management-port"));
        words.add(management);
        words.addAll(List.of(options));
        return words;
    }

    private static Path temporaryFile(String suffix) {
        try {
            var file = Files.createTempFile("sekisho-it", suffix);
            file.toFile().deleteOnExit();
            return file;
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// What an unready one says about itself; empty while it says nothing.
    String readiness() {
        var command = new ArrayList<>(cluster.clientPrefix());
        var url = "http://%s:%d/readyz".formatted(cluster.gatewayAddress(), MANAGEMENT_PORT);
        command.addAll(List.of("curl", "--silent", "--max-time", "5", url));
        return Commands.run(command).output();
    }

    int exitCode() {
        return process.exitCode();
    }

    /// What the program has logged.
    String log() {
        return process.errors();
    }

    /// The status of the answer to a plain request; 0 where there is none.
    int status(String host) {
        return statusOf(host, process.httpPort(), "http", List.of());
    }

    /// The status over TLS if the served certificate is the trusted one; 0 where it is not.
    int statusTrusting(TestCertificate certificate, String host) {
        try {
            var file = temporaryFile(".pem");
            Files.writeString(file, certificate.chainPem());
            var options = List.of("--cacert", file.toString());
            return statusOf(host, process.httpsPort(), "https", options);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /// The status over TLS, whatever the certificate.
    int statusTrustingAll(String host) {
        return statusOf(host, process.httpsPort(), "https", List.of("--insecure"));
    }

    private int statusOf(String host, int port, String scheme, List<String> options) {
        var all = new ArrayList<>(List.of("--output", "/dev/null", "--write-out", "%{http_code}"));
        all.addAll(options);
        var url = "%s://%s:%d/".formatted(scheme, host, port);
        return Integer.parseInt(curl(host, port, all, url).output().strip());
    }

    /// The bodies of a number of answers to `/hostname`, with one connection.
    List<String> hostnames(String host, int requests) {
        var url = "http://%s:%d/hostname?[1-%d]".formatted(host, process.httpPort(), requests);
        var options = List.of("--fail", "--write-out", "\n");
        return curl(host, process.httpPort(), options, url).output().lines().toList();
    }

    private Commands.Outcome curl(String host, int port, List<String> options, String url) {
        var command = new ArrayList<>(cluster.clientPrefix());
        command.addAll(List.of("curl", "--silent", "--max-time", "10"));
        command.addAll(resolve(host, port));
        command.addAll(options);
        command.add(url);
        return Commands.run(command);
    }

    private List<String> resolve(String host, int port) {
        return List.of("--resolve", "%s:%d:%s".formatted(host, port, cluster.gatewayAddress()));
    }

    /// Sends one request after the other until the result is closed.
    Traffic traffic(String host) {
        var port = process.httpPort();
        var url = "http://%s:%d/hostname".formatted(host, port);
        return Traffic.start(cluster.clientPrefix(), resolve(host, port), url);
    }

    /// Ends it as a crash would.
    void kill() {
        process.kill();
    }

    /// Ends it as Kubernetes would, and gives its exit code.
    int stop() {
        return process.stop();
    }

    @Override
    public void close() {
        process.close();
    }
}
