package dev.sekisho.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import dev.sekisho.model.http.RouteOrigin;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.OutputStream;
import java.lang.management.ManagementFactory;
import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.concurrent.CountDownLatch;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

class AccessLogTest {

    private static final String NASTY =
            "a\"b\\c\r\n{\"status\":200}\u0000\u007f\u00e9\u0001\u2028 z";

    private final StatsRegistry registry = new StatsRegistry(1);
    private final SampleExchange exchange =
            new SampleExchange(
                    registry.statsFor(
                            "shop.example", new RouteOrigin("shop", "web", "api", "80", "/api")));
    private final ByteArrayOutputStream out = new ByteArrayOutputStream();

    @Test
    void writesJson() throws Exception {
        exchange.rule = "body-size";
        exchange.connectNanos = 1_000_000;

        JsonNode line = new JsonMapper().readTree(logged(AccessLogFormat.JSON));

        assertThat(line.path("time").asText()).isEqualTo("2026-11-23T14:34:56.796Z");
        assertThat(line.path("method").asText()).isEqualTo("GET");
        assertThat(line.path("host").asText()).isEqualTo("shop.example");
        assertThat(line.path("request").asText()).isEqualTo("/api/items?page=2");
        assertThat(line.path("status").asInt()).isEqualTo(200);
        assertThat(line.path("request_length").asInt()).isEqualTo(95);
        assertThat(line.path("bytes_sent").asInt()).isEqualTo(1234);
        assertThat(line.path("request_time").asDouble()).isEqualTo(0.007);
        assertThat(line.path("upstream_addr").asText()).isEqualTo("10.0.0.7:8080");
        assertThat(line.path("upstream_status").asText()).isEqualTo("200");
        assertThat(line.path("upstream_connect_time").asDouble()).isEqualTo(0.001);
        assertThat(line.path("namespace").asText()).isEqualTo("shop");
        assertThat(line.path("ingress").asText()).isEqualTo("web");
        assertThat(line.path("service").asText()).isEqualTo("api");
        assertThat(line.path("rule").asText()).isEqualTo("body-size");
        assertThat(line.has("referer")).isFalse();
    }

    @Test
    void writesTheFormatOfIngressNginx() {
        assertThat(logged(AccessLogFormat.UPSTREAMINFO))
                .isEqualTo(
                        "192.0.2.9 - - [23/Nov/2026:14:34:56 +0000] \"GET /api/items?page=2 HTTP/1.1\""
                                + " 200 1234 \"-\" \"curl/8.5\" 95 0.007 [shop-api-80] []"
                                + " 10.0.0.7:8080 1234 0.007 200 5f0c2a\n");
    }

    @Test
    void writesHyphensWhereThereWasNoUpstream() {
        exchange.upstreamAddresses = "";

        assertThat(logged(AccessLogFormat.UPSTREAMINFO)).endsWith("[] - - - - 5f0c2a\n");
    }

    @ParameterizedTest
    @EnumSource(names = "OFF", mode = EnumSource.Mode.EXCLUDE)
    void noClientForgesALine(AccessLogFormat format) {
        exchange.target = NASTY;
        exchange.host = NASTY;
        exchange.userAgent = NASTY;
        exchange.referer = NASTY;
        exchange.requestId = NASTY;
        exchange.method = NASTY;

        String line = logged(format);

        assertThat(line.indexOf('\n')).isEqualTo(line.length() - 1);
        assertThat(line.substring(0, line.length() - 1)).matches("[ -~]*");
    }

    @Test
    void jsonTextComesBackAsItWas() throws Exception {
        exchange.target = NASTY;

        JsonNode line = new JsonMapper().readTree(logged(AccessLogFormat.JSON));

        assertThat(line.path("request").asText()).isEqualTo(NASTY);
    }

    @Test
    void aRequestIdStaysOneWord() {
        exchange.requestId = "x 200 y";

        assertThat(logged(AccessLogFormat.UPSTREAMINFO)).endsWith(" x\\x20200\\x20y\n");
    }

    @Test
    void cutsEndlessText() {
        exchange.target = "/" + "x".repeat(1_000_000);

        assertThat(logged(AccessLogFormat.JSON)).hasSizeLessThan(10_000);
    }

    @Test
    void dropsAndCountsWhenTheOutputIsStuck() throws Exception {
        CountDownLatch unblock = new CountDownLatch(1);
        AccessLog log = new AccessLog(AccessLogFormat.JSON, blockedBy(unblock), 1 << 12);
        Observation observation = new Observation(registry, log, List.of());

        for (int i = 0; i < 100; i++) {
            observation.forLoop(0).finished(exchange);
        }

        double dropped = Samples.of(log).value("sekisho_access_log_dropped");
        assertThat(dropped).isBetween(80d, 99d);
        unblock.countDown();
        log.close();
        assertThat(out.toString(StandardCharsets.UTF_8).lines().count())
                .isEqualTo(100 - (long) dropped);
    }

    private OutputStream blockedBy(CountDownLatch latch) {
        return new OutputStream() {
            @Override
            public void write(int b) {
                throw new UnsupportedOperationException();
            }

            @Override
            public void write(byte[] bytes, int from, int length) {
                try {
                    latch.await();
                } catch (InterruptedException e) {
                    throw new AssertionError(e);
                }
                out.write(bytes, from, length);
            }
        };
    }

    @Test
    void survivesAnOutputThatFails() {
        OutputStream broken =
                new OutputStream() {
                    @Override
                    public void write(int b) throws IOException {
                        throw new IOException("no space left");
                    }
                };
        try (AccessLog log = new AccessLog(AccessLogFormat.JSON, broken, 1 << 16)) {
            Observation observation = new Observation(registry, log, List.of());
            observation.forLoop(0).finished(exchange);
            await().until(() -> Samples.of(log).value("sekisho_access_log_write_failures") == 1);
            observation.forLoop(0).finished(exchange);
            await().until(() -> Samples.of(log).value("sekisho_access_log_write_failures") == 2);
        }
    }

    @Test
    void writesWhileItRuns() {
        try (AccessLog log = new AccessLog(AccessLogFormat.JSON, out, 1 << 16)) {
            Observation observation = new Observation(registry, log, List.of());
            for (int i = 0; i < 1_000; i++) {
                observation.forLoop(0).finished(exchange);
                int wanted = i + 1;
                if (wanted % 100 == 0) {
                    await().until(() ->
                            out.toString(StandardCharsets.UTF_8).lines().count() == wanted);
                }
            }
            assertThat(Samples.of(log).value("sekisho_access_log_dropped")).isZero();
        }
    }

    @Test
    void loggingAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        try (AccessLog log =
                new AccessLog(AccessLogFormat.JSON, OutputStream.nullOutputStream(), 1 << 16)) {
            LoopObserver observer = new Observation(registry, log, List.of()).forLoop(0);
            finish(observer, 20_000);
            long before = threads.getCurrentThreadAllocatedBytes();

            finish(observer, 50_000);

            assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(20_000);
        }
    }

    private void finish(LoopObserver observer, int times) {
        for (int i = 0; i < times; i++) {
            observer.finished(exchange);
        }
    }

    private String logged(AccessLogFormat format) {
        try (AccessLog log = new AccessLog(format, out, 1 << 16)) {
            new Observation(registry, log, List.of()).forLoop(0).finished(exchange);
        }
        return out.toString(StandardCharsets.UTF_8);
    }
}
