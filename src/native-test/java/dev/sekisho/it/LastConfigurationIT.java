package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.Base64;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/// A gateway that starts while the API server is away.
class LastConfigurationIT {

    private static final String HOST = "shop.test";
    private static final Duration START = Duration.ofSeconds(10);

    /// What the native executable is built to; a jar without an AOT cache takes that long to start.
    private static final Duration AGAIN_WITHIN =
            Duration.ofSeconds(SekishoProcess.isNative() ? 3 : 15);

    @TempDir private Path folder;

    @Test
    void whatWasServedLastIsServedAgainAndMarkedAsStale() throws IOException {
        var port = learnAndCrash();

        var began = System.nanoTime();
        try (var restarted = start("keep")) {
            assertThat(status(restarted)).isEqualTo(503);
            assertThat(Duration.ofNanos(System.nanoTime() - began)).isLessThan(AGAIN_WITHIN);
            try (var tls = Http.connectTls(restarted.httpsPort(), HOST)) {
                assertThat(tls.certificateName()).isEqualTo("CN=" + HOST);
            }
            var readiness = Http.get(restarted.managementPort(), "127.0.0.1", "/readyz");
            assertThat(readiness.status()).isEqualTo(200);
            assertThat(readiness.body()).contains("stale");
            assertThat(metrics(restarted)).contains("sekisho_configuration_stale 1");

            var back = cluster(port, "new.test");
            await().atMost(Duration.ofSeconds(60))
                    .untilAsserted(() -> {
                        assertThat(status(restarted, "new.test")).isEqualTo(503);
                        assertThat(status(restarted, HOST)).isEqualTo(404);
                        assertThat(metrics(restarted)).contains("sekisho_configuration_stale 0");
                    });
            back.close();
        }
    }

    @Test
    void keysThatAreNotToBeKeptAreNotInTheFile() throws IOException {
        try (var cluster = cluster(0, HOST);
                var learning = start("omit", cluster)) {
            awaitSaved(learning);
        }
        for (Path file : files()) {
            assertThat(Files.readString(file, StandardCharsets.ISO_8859_1))
                    .contains(HOST)
                    .doesNotContain("PRIVATE KEY");
            assertThat(PosixFilePermissions.toString(Files.getPosixFilePermissions(file)))
                    .isEqualTo("rw-------");
        }
        try (var restarted = start("omit");
                var tls = Http.connectTls(restarted.httpsPort(), HOST)) {
            assertThat(tls.certificateName()).isNotEqualTo("CN=" + HOST);
            assertThat(status(restarted)).isEqualTo(503);
        }
    }

    /// Ends without a chance to save anything more; tells where the API server was.
    private int learnAndCrash() throws IOException {
        try (var cluster = cluster(0, HOST);
                var learning = start("keep", cluster)) {
            assertThat(status(learning)).isEqualTo(503);
            awaitSaved(learning);
            await().atMost(START)
                    .untilAsserted(
                            () -> assertThat(files()).allSatisfy(LastConfigurationIT::hasKey));
            learning.kill();
            return cluster.port();
        }
    }

    private void awaitSaved(SekishoProcess gateway) {
        await().atMost(START)
                .untilAsserted(() ->
                        assertThat(metrics(gateway))
                                .containsPattern(
                                        "sekisho_configuration_saved_timestamp_seconds"
                                                + " [1-9]"));
        assertThat(files()).isNotEmpty();
    }

    private static void hasKey(Path file) throws IOException {
        assertThat(Files.readString(file, StandardCharsets.ISO_8859_1)).contains("PRIVATE KEY");
    }

    private Iterable<Path> files() {
        try (var files = Files.list(folder.resolve("saved"))) {
            return files.toList();
        } catch (IOException failed) {
            throw new AssertionError(failed);
        }
    }

    private SekishoProcess start(String secrets, ListedCluster cluster) throws IOException {
        Files.createDirectories(folder.resolve("saved"));
        cluster.writeKubeconfig(folder.resolve("kubeconfig"));
        return start(secrets);
    }

    private SekishoProcess start(String secrets) {
        return SekishoProcess.serving(
                "controller",
                "--kubeconfig=" + folder.resolve("kubeconfig"),
                "--watch-namespace=shop",
                "--namespace=shop",
                "--last-configuration-folder=" + folder.resolve("saved"),
                "--last-configuration-secrets=" + secrets);
    }

    private static int status(SekishoProcess gateway) throws IOException {
        return status(gateway, HOST);
    }

    private static int status(SekishoProcess gateway, String host) throws IOException {
        return Http.get(gateway.httpPort(), host, "/").status();
    }

    private static String metrics(SekishoProcess gateway) throws IOException {
        return Http.get(gateway.managementPort(), "127.0.0.1", "/metrics").body();
    }

    /// One Ingress of one host with a certificate; its Service has no pods.
    private static ListedCluster cluster(int port, String host) throws IOException {
        return new ListedCluster(port)
                .list("/api/v1/namespaces/shop/services", SERVICE)
                .list("/api/v1/services")
                .list("/api/v1/nodes")
                .list("/api/v1/namespaces/shop/configmaps")
                .list("/apis/discovery.k8s.io/v1/namespaces/shop/endpointslices")
                .list("/apis/networking.k8s.io/v1/ingressclasses", CLASS)
                .list(
                        "/apis/networking.k8s.io/v1/namespaces/shop/ingresses",
                        INGRESS.replace("HOST", host))
                .object("/api/v1/namespaces/shop/secrets/shop-tls", secret(host));
    }

    private static String secret(String host) {
        var certificate = TestCertificate.forHost(host);
        return """
        {"apiVersion": "v1", "kind": "Secret", "type": "kubernetes.io/tls",
         "metadata": {"name": "shop-tls", "namespace": "shop", "uid": "4", "resourceVersion": "4"},
         "data": {"tls.crt": "%s", "tls.key": "%s"}}
        """
                .formatted(base64(certificate.chainPem()), base64(certificate.keyPem()));
    }

    private static String base64(String text) {
        return Base64.getEncoder().encodeToString(text.getBytes(StandardCharsets.US_ASCII));
    }

    private static final String CLASS =
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "IngressClass",
             "metadata": {"name": "sekisho", "uid": "1", "resourceVersion": "1"},
             "spec": {"controller": "sekisho.dev/ingress-controller"}}
            """;
    private static final String SERVICE =
            """
            {"apiVersion": "v1", "kind": "Service",
             "metadata": {"name": "web", "namespace": "shop", "uid": "2", "resourceVersion": "2"},
             "spec": {"clusterIP": "10.96.0.7", "clusterIPs": ["10.96.0.7"], "selector": {"app": "web"},
                      "ports": [{"port": 80, "protocol": "TCP", "targetPort": 8080}]}}
            """;
    private static final String INGRESS =
            """
            {"apiVersion": "networking.k8s.io/v1", "kind": "Ingress",
             "metadata": {"name": "shop", "namespace": "shop", "uid": "3", "resourceVersion": "3"},
             "spec": {"ingressClassName": "sekisho",
                      "tls": [{"hosts": ["HOST"], "secretName": "shop-tls"}],
                      "rules": [{"host": "HOST", "http": {"paths": [
                          {"path": "/", "pathType": "Prefix",
                           "backend": {"service": {"name": "web", "port": {"number": 80}}}}]}}]}}
            """;
}
