package dev.sekisho.gateway;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import dev.sekisho.gateway.Client.Reply;
import dev.sekisho.gateway.http1.HeadLimits;
import dev.sekisho.gateway.http1.RequestRule;
import dev.sekisho.gateway.http1.RuleCases;
import dev.sekisho.gateway.observe.AccessLog;
import dev.sekisho.gateway.observe.AccessLogFormat;
import dev.sekisho.model.http.ForwardPolicy;
import dev.sekisho.model.metrics.MetricVisitor;
import io.netty.channel.epoll.EpollEventLoopGroup;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

/// Requests that break a rule: answered, closed, and never seen by a pod.
@SuppressWarnings("StringConcatToTextBlock") // Line ends are part of what is tested.
class RefusalTest {

    private Gateway gateway;
    private Origin pod;

    @BeforeEach
    void start() throws IOException {
        pod = Origin.saying("hello");
        gateway = new Gateway(new SettingsDraft().http2(Http2Mode.TLS).build()).serving(pod);
    }

    @AfterEach
    void stop() throws IOException {
        gateway.close();
        pod.close();
    }

    @ParameterizedTest
    @CsvSource({
        "400,'GET / HTTP/1.1\r\n\r\n'",
        "400,'POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 1\r\nTransfer-Encoding: chunked\r\n\r\n'",
        "400,'GET /%2f HTTP/1.1\r\nHost: shop.test\r\n\r\n'",
        "400,'POST / HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: chunked\r\n\r\nx\r\n'",
        "417,'GET / HTTP/1.1\r\nHost: shop.test\r\nExpect: x\r\n\r\n'",
        "501,'TRACE / HTTP/1.1\r\nHost: shop.test\r\n\r\n'",
        "505,'GET / HTTP/3.0\r\nHost: shop.test\r\n\r\n'"
    })
    void areAnsweredAndTheConnectionCloses(int status, String request) throws IOException {
        try (Client client = gateway.connect()) {
            Reply reply = client.send(request).read();

            assertThat(reply.status()).isEqualTo(status);
            assertThat(reply.has("Connection: close")).isTrue();
            assertThat(client.rest()).isEmpty();
            assertThat(pod.connections()).isZero();
        }
    }

    static Stream<RuleCases.Case> everyCase() {
        return RuleCases.refused();
    }

    @ParameterizedTest
    @MethodSource("everyCase")
    void ofEveryRuleNeverReachAPod(RuleCases.Case wrong) throws IOException {
        String request = wrong.request().replace("Host: a\r\n", "Host: shop.test\r\n");
        RequestRule rule = Objects.requireNonNull(wrong.rule());
        try (Client client = gateway.connect()) {
            Reply reply = client.send(request).read();

            assertThat(reply.status()).isEqualTo(rule.status());
            assertThat(reply.has("Connection: close")).isTrue();
            assertThat(client.rest()).isEmpty();
            assertThat(pod.connections()).isZero();
        }
    }

    @ParameterizedTest
    @ValueSource(
            strings = {
                "\r\n",
                "x\r\n",
                "-1\r\n",
                "0x1\r\na\r\n",
                " 1\r\n",
                "1 \r\n",
                "1\na",
                "1;\n",
                "1;a=\"\r\n\"\r\nb",
                "80000000\r\n",
                "00000000000000001\r\n",
                "1\r\nab",
                "1\r\na\n",
                "0\r\nA : b\r\n\r\n",
                "0\r\n\n",
                "0\r\nA: b\n\r\n",
                "0\r\n A: b\r\n\r\n",
                "1\r\na\r\n0\r\nGET / HTTP/1.1\r\nHost: shop.test\r\n\r\n"
            })
    void ofChunksEndTheRequestAtThePodToo(String body) throws IOException {
        try (Client client = gateway.connect()) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "3\r\nabc\r\n");
            await().until(() -> pod.heads().size() == 1);
            client.send(body);

            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.rest()).isEmpty();
            await().until(() -> pod.ended() == 1);
            assertThat(pod.heads()).hasSize(1);
        }
    }

    @Test
    void areTheSameUnderOtherLimits() throws IOException {
        HeadLimits narrow =
                new HeadLimits(100, 400, 4, 2, 400, 4, 40, 2, HeadLimits.Underscores.DROPPED);
        String get = "GET / HTTP/1.1\r\nHost: shop.test\r\n";
        String post = "POST / HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: chunked\r\n\r\n";
        try (Gateway strict = new Gateway(new SettingsDraft().with(narrow).build()).serving(pod)) {
            assertThat(status(strict, "GET /" + "a".repeat(100) + " HTTP/1.1\r\n")).isEqualTo(414);
            assertThat(status(strict, get + "A: b\r\n".repeat(4) + "\r\n")).isEqualTo(431);
            assertThat(status(strict, get + "Cookie: b\r\n".repeat(3) + "\r\n")).isEqualTo(431);
            assertThat(status(strict, get + "A: " + "b".repeat(400))).isEqualTo(431);
            assertThat(status(strict, post + "1;abcde\r\n")).isEqualTo(400);
            assertThat(status(strict, post + "0\r\nA: b\r\nB: c\r\nC: d\r\n\r\n")).isEqualTo(431);
            assertThat(status(strict, post + "0\r\nA: " + "b".repeat(50) + "\r\n")).isEqualTo(431);
            assertThat(status(strict, get + "A: b\r\n".repeat(3) + "\r\n")).isEqualTo(200);
        }
    }

    private static int status(Gateway gateway, String request) throws IOException {
        try (Client client = gateway.connect()) {
            return client.send(request).read().status();
        }
    }

    @Test
    void tellWhatIsTooLarge() throws IOException {
        try (Client client = gateway.connect()) {
            assertThat(client.get("/" + "a".repeat(9000)).read().status()).isEqualTo(414);
        }
        try (Client client = gateway.connect()) {
            client.send("GET / HTTP/1.1\r\nHost: shop.test\r\n" + "A: b\r\n".repeat(101) + "\r\n");
            assertThat(client.read().status()).isEqualTo(431);
        }
    }

    @Test
    void areServedUpToTheOneThatIsWrong() throws IOException {
        try (Client client = gateway.connect()) {
            client.get("/a").get("/b").send("GET / HTTP/1.1\r\nHost : shop.test\r\n\r\n").get("/c");

            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(200);
            assertThat(client.read().status()).isEqualTo(400);
            assertThat(client.rest()).isEmpty();
            assertThat(pod.heads()).hasSize(2);
        }
    }

    @Test
    void canBeReadByAClientThatIsStillSending() throws IOException {
        ForwardPolicy small =
                new ForwardPolicy(
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        Duration.ofSeconds(5),
                        3,
                        1000);
        gateway.serving(small, List.of(pod.endpoint()));
        try (Client client = gateway.connect()) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: shop.test\r\nContent-Length: 1000000\r\n\r\n"
                            + "x".repeat(500_000));

            assertThat(client.read().status()).isEqualTo(413);
        }
        try (Client client = gateway.connect()) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "7d0\r\n");

            assertThat(client.read().status()).isEqualTo(413);
        }
    }

    @Test
    void endARequestWhoseBodyGoesWrongLater() throws IOException {
        try (Client client = gateway.connect()) {
            client.send(
                    "POST / HTTP/1.1\r\nHost: shop.test\r\nTransfer-Encoding: chunked\r\n\r\n"
                            + "1\r\na\r\n");
            await().until(() -> pod.connections() == 1);
            client.send("1\r\nab\r\n");

            assertThat(client.read().status()).isEqualTo(400);
            await().until(() -> pod.ended() == 1);
        }
    }

    @Test
    void areCountedByRule() throws IOException {
        try (Client client = gateway.connect()) {
            client.send("GET / HTTP/1.1\r\n\r\n").read();
        }
        Map<String, Double> samples = new HashMap<>();
        gateway.plane().collect(new Samples(samples));

        assertThat(samples).containsEntry("HOST_MISSING", 1.0);
    }

    @Test
    void areLoggedWithTheRuleAndAnIdOfTheirOwn() throws IOException {
        ByteArrayOutputStream lines = new ByteArrayOutputStream();
        try (AccessLog log = new AccessLog(AccessLogFormat.JSON, lines, 1 << 16);
                Gateway logging =
                        new Gateway(Gateway.settings(), new EpollEventLoopGroup(1), log)
                                .serving(pod);
                Client client = logging.connect()) {
            assertThat(client.get("/").read().status()).isEqualTo(200);
            assertThat(client.send("GET / HTTP/1.1\r\nA : b\r\n").read().status()).isEqualTo(400);
            await().until(() -> lines.toString(StandardCharsets.UTF_8).lines().count() == 2);
        }
        List<String> logged = lines.toString(StandardCharsets.UTF_8).lines().toList();
        assertThat(logged.getFirst()).doesNotContain("\"rule\"");
        assertThat(logged.getLast()).contains("\"rule\":\"FIELD_SPACE_BEFORE_COLON\"");
        assertThat(requestId(logged.getLast())).isNotEqualTo(requestId(logged.getFirst()));
    }

    private static String requestId(String line) {
        int at = line.indexOf("\"request_id\":\"") + 14;
        return line.substring(at, line.indexOf('"', at));
    }

    private record Samples(Map<String, Double> byLabel) implements MetricVisitor {

        @Override
        public void counter(String name, String help, List<Label> labels, double value) {
            if (name.equals("sekisho_refused_requests_total")) {
                byLabel.put(labels.getFirst().value(), value);
            }
        }

        @Override
        public void gauge(String name, String help, List<Label> labels, double value) {}

        @Override
        public void histogram(String name, String help, List<Label> labels, Histogram value) {}
    }
}
