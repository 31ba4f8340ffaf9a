package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.TreeSet;
import java.util.regex.Pattern;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.MethodOrderer.OrderAnnotation;
import org.junit.jupiter.api.Order;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestMethodOrder;

/// What the README promises.
@TestMethodOrder(OrderAnnotation.class)
class DemoIT {

    private static final Pattern POD = Pattern.compile("\"pod\"\\s*:\\s*\"([^\"]+)\"");

    private static SekishoProcess sekisho;

    @BeforeAll
    static void start() {
        sekisho = SekishoProcess.serving("demo");
    }

    @AfterAll
    static void end() {
        sekisho.close();
    }

    @Test
    @Order(1)
    void itPrintsWhatToTry() {
        assertThat(String.join("\n", sekisho.output()))
                .contains("curl http://shop.localhost:" + sekisho.httpPort() + "/")
                .contains("curl http://shop.localhost:" + sekisho.httpPort() + "/api/")
                .contains("curl -k https://shop.localhost:" + sekisho.httpsPort() + "/");
    }

    @Test
    @Order(2)
    void theFrontEndAnswersOverHttp() throws IOException {
        var page = Http.get(sekisho.httpPort(), "shop.localhost", "/");
        assertThat(page.status()).isEqualTo(200);
        assertThat(page.header("content-type")).startsWith("text/html");
        assertThat(page.header("x-pod")).startsWith("front-");
    }

    @Test
    @Order(3)
    void theApiIsBalancedOverItsPods() throws IOException {
        var pods = new TreeSet<String>();
        try (var http = Http.connect(sekisho.httpPort())) {
            for (var request = 0; request < 6; request++) {
                var pod = POD.matcher(http.get("shop.localhost", "/api/products").body());
                assertThat(pod.find()).isTrue();
                pods.add(pod.group(1));
            }
        }
        assertThat(pods).containsExactly("api-1", "api-2", "api-3");
    }

    @Test
    @Order(4)
    void theFrontEndAnswersOverTlsWithItsOwnCertificate() throws IOException {
        try (var http = Http.connectTls(sekisho.httpsPort(), "shop.localhost")) {
            assertThat(http.certificate().getSubjectX500Principal().getName())
                    .contains("CN=shop.localhost");
            assertThat(http.get("shop.localhost", "/").status()).isEqualTo(200);
        }
    }

    @Test
    @Order(5)
    void theHeadlessDatabaseAnswersOnASubdomain() throws IOException {
        var answer = Http.get(sekisho.httpPort(), "ops.shop.localhost", "/db");
        assertThat(answer.body()).contains("\"pod\":\"db-1\"");
    }

    @Test
    @Order(6)
    void aProbeSeesWhatACurlWouldSee() {
        var url = "http://shop.localhost:%d/".formatted(sekisho.httpPort());
        try (var found = SekishoProcess.start("probe", "--via=127.0.0.1", url);
                var missed =
                        SekishoProcess.start(
                                "probe", "--via=127.0.0.1", "--within=1s", "--expect=404", url)) {
            assertThat(found.exitCode()).isZero();
            assertThat(found.output()).containsExactly(url + ": 200");
            assertThat(missed.exitCode()).isEqualTo(1);
            assertThat(missed.errors()).contains(": 200 (expected: 404)");
        }
    }

    @Test
    @Order(7)
    void itEndsWithZero() {
        assertThat(sekisho.stop()).isZero();
    }
}
