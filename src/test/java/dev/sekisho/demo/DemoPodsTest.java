package dev.sekisho.demo;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import dev.sekisho.demo.DemoPods.RunningPod;
import io.vertx.core.Vertx;
import java.io.IOException;
import java.net.URI;
import java.net.http.HttpClient;
import java.net.http.HttpRequest;
import java.net.http.HttpResponse;
import java.net.http.HttpResponse.BodyHandlers;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class DemoPodsTest {

    private static final HttpClient CLIENT =
            HttpClient.newBuilder().version(HttpClient.Version.HTTP_1_1).build();
    private static final Vertx VERTX = Vertx.vertx();
    private static DemoPods pods;

    @BeforeAll
    static void start() {
        pods = DemoPods.start(VERTX);
    }

    @AfterAll
    static void stop() {
        pods.close();
        VERTX.close();
        CLIENT.close();
    }

    @Test
    void thereAreTwoFrontEndsThreeApisAndADatabase() {
        assertThat(pods.pods())
                .extracting(RunningPod::name)
                .containsExactly("front-1", "front-2", "api-1", "api-2", "api-3", "db-1");
        assertThat(pods.pods()).extracting(RunningPod::port).doesNotHaveDuplicates();
    }

    @Test
    void everyPodIsHealthy() throws Exception {
        for (var pod : pods.pods()) {
            assertThat(get(pod, "/healthz").statusCode()).isEqualTo(200);
        }
    }

    @Test
    void anApiPodSaysWhoItIsAndWhatItGot() throws Exception {
        var answer = json(get(pod("api-2"), "/api/products?x=1"));
        assertThat(answer.get("pod").asText()).isEqualTo("api-2");
        assertThat(answer.get("service").asText()).isEqualTo("api");
        assertThat(answer.get("path").asText()).isEqualTo("/api/products");
        assertThat(answer.get("headers").get("host").asText()).startsWith("127.0.0.1:");
    }

    @Test
    void aFrontEndServesAPageThatNamesItsPod() throws Exception {
        var page = get(pod("front-1"), "/");
        assertThat(page.headers().firstValue("Content-Type")).contains("text/html; charset=utf-8");
        assertThat(page.body()).contains("<b>front-1</b>");
    }

    @Test
    void aDelayThatIsNotANumberIsNone() throws Exception {
        assertThat(get(pod("db-1"), "/?delay=soon").statusCode()).isEqualTo(200);
    }

    private static RunningPod pod(String name) {
        return pods.pods().stream().filter(pod -> pod.name().equals(name)).findAny().orElseThrow();
    }

    private static HttpResponse<String> get(RunningPod pod, String target)
            throws IOException, InterruptedException {
        var uri = URI.create("http://" + pod.address() + ":" + pod.port() + target);
        return CLIENT.send(HttpRequest.newBuilder(uri).build(), BodyHandlers.ofString());
    }

    private static JsonNode json(HttpResponse<String> response) throws IOException {
        return new ObjectMapper().readTree(response.body());
    }
}
