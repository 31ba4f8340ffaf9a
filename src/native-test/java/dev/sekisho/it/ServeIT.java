package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.TreeMap;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ServeIT {

    private static final Duration SOON = Duration.ofSeconds(10);

    @TempDir Path folder;
    private Origin one;
    private Origin two;
    private SekishoProcess sekisho;

    @BeforeEach
    void start() throws IOException {
        one = new Origin("one");
        two = new Origin("two");
        write("class.yaml", Manifests.CLASS);
        write(
                "shop.yaml",
                Manifests.service("shop")
                        + Manifests.pod("shop", one.port())
                        + Manifests.pod("shop", two.port())
                        + Manifests.service("empty")
                        + Manifests.ingress("shop", "shop.test", "/", "shop")
                        + Manifests.ingress("empty", "shop.test", "/empty", "empty")
                        + Manifests.ingress("missing", "shop.test", "/missing", "nobody"));
        write("tls.yaml", Manifests.secret("shop.test", TestCertificate.forHost("shop.test")));
        sekisho = SekishoProcess.serving("serve", folder.toString());
    }

    @AfterEach
    void stop() {
        sekisho.close();
        one.close();
        two.close();
    }

    private void write(String name, String yaml) throws IOException {
        Files.writeString(folder.resolve(name), yaml);
    }

    private Http.Response get(String host, String target) throws IOException {
        return Http.get(sekisho.httpPort(), host, target);
    }

    private Http.Response look(String target) throws IOException {
        return Http.get(sekisho.managementPort(), "localhost", target);
    }

    @Test
    void requestsGoToThePodsOfTheirRule() throws IOException {
        var answer = get("shop.test", "/a/b?c=d");
        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isIn("one", "two");
        assertThat(answer.header("x-path")).isEqualTo("/a/b?c=d");
        assertThat(answer.header("x-saw-host")).isEqualTo("shop.test");
    }

    @Test
    void requestsOfOneConnectionAreBalancedEvenly() throws IOException {
        var answers = new TreeMap<String, Integer>();
        try (var http = Http.connect(sekisho.httpPort())) {
            for (var request = 0; request < 20; request++) {
                answers.merge(http.get("shop.test", "/").body(), 1, Integer::sum);
            }
        }
        assertThat(answers).containsEntry("one", 10).containsEntry("two", 10);
    }

    @Test
    void anUnknownHostIsNotFound() throws IOException {
        assertThat(get("other.test", "/").status()).isEqualTo(404);
    }

    @Test
    void aServiceWithoutPodsOrWithoutExistenceIsUnavailable() throws IOException {
        assertThat(get("shop.test", "/empty").status()).isEqualTo(503);
        assertThat(get("shop.test", "/missing").status()).isEqualTo(503);
        assertThat(look("/debug/diagnostics").body()).contains("BackendNotFound", "it", "missing");
    }

    @Test
    void tlsIsServedWithTheCertificateOfTheServerName() throws IOException {
        try (var http = Http.connectTls(sekisho.httpsPort(), "shop.test")) {
            assertThat(http.certificate().getSubjectX500Principal().getName())
                    .isEqualTo("CN=shop.test");
            assertThat(http.get("shop.test", "/").status()).isEqualTo(200);
        }
        try (var http = Http.connectTls(sekisho.httpsPort(), "other.test")) {
            assertThat(http.certificate().getSubjectX500Principal().getName())
                    .isNotEqualTo("CN=shop.test");
        }
    }

    @Test
    void aNewFileIsServedSoon() throws IOException {
        assertThat(get("new.test", "/").status()).isEqualTo(404);
        write("new.yaml", Manifests.ingress("new", "new.test", "/", "shop"));
        await().atMost(SOON).until(() -> get("new.test", "/").status() == 200);
        Files.delete(folder.resolve("new.yaml"));
        await().atMost(SOON).until(() -> get("new.test", "/").status() == 404);
    }

    @Test
    void aBrokenFileKeepsWhatItLastGaveAndIsReported() throws IOException {
        write("shop.yaml", "kind: [");
        await().atMost(SOON)
                .until(() -> look("/debug/diagnostics").body().contains("SourceUnreadable"));
        assertThat(look("/debug/diagnostics").body()).contains("shop.yaml");
        assertThat(get("shop.test", "/").status()).isEqualTo(200);
    }

    @Test
    void theManagementPortSaysHowItIs() throws IOException {
        assertThat(look("/healthz").status()).isEqualTo(200);
        assertThat(look("/readyz").status()).isEqualTo(200);
        assertThat(look("/debug/snapshot").body())
                .contains("\"host\" : \"shop.test\"", "127.0.0.1:" + one.port())
                .doesNotContain("PRIVATE");
    }

    @Test
    void requestsAreCountedUnderTheNamesOfIngressNginx() throws IOException {
        get("shop.test", "/");
        await().atMost(SOON)
                .untilAsserted(() ->
                        assertThat(look("/metrics").body().lines())
                                .anyMatch(line ->
                                        line.startsWith("nginx_ingress_controller_requests{")
                                                && line.contains("status=\"200\"")
                                                && line.contains("ingress=\"shop\"")));
        assertThat(look("/metrics").body())
                .contains("# TYPE nginx_ingress_controller_requests counter\n")
                .contains("sekisho_")
                .contains("jvm_");
    }

    @Test
    void theManagementPagesAreNotOnTheTrafficPorts() throws IOException {
        assertThat(get("localhost", "/metrics").status()).isEqualTo(404);
        assertThat(get("localhost", "/debug/snapshot").status()).isEqualTo(404);
    }
}
