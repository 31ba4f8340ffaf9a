package dev.sekisho.gateway.observe;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.http.RouteOrigin;
import dev.sekisho.model.metrics.MetricVisitor.Bucket;
import dev.sekisho.model.metrics.MetricVisitor.Label;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;
import org.junit.jupiter.api.Test;

class RequestMetricsTest {

    private static final RouteOrigin API = new RouteOrigin("shop", "web", "api", "http", "/api");
    private static final String REQUESTS = "nginx_ingress_controller_requests";

    private final AtomicLong nanos = new AtomicLong();
    private final StatsRegistry registry = new StatsRegistry(2, 3, nanos::get);
    private final Observation observation =
            new Observation(
                    registry,
                    AccessLog.off(),
                    List.of(new Label("controller_class", "sekisho.dev/ingress-controller")));

    @Test
    void sumsTheLoopsUnderTheLabelsOfIngressNginx() {
        SampleExchange exchange = new SampleExchange(registry.statsFor("shop.example", API));
        observation.forLoop(0).finished(exchange);
        observation.forLoop(1).finished(exchange);

        Samples.Sample sample = Samples.of(observation).named(REQUESTS).getFirst();

        assertThat(sample.value()).isEqualTo(2);
        assertThat(sample.labels())
                .isEqualTo(
                        "controller_class=sekisho.dev/ingress-controller,status=200,method=GET,"
                                + "host=shop.example,path=/api,namespace=shop,ingress=web,service=api,"
                                + "canary=");
    }

    @Test
    void countsDurationsAndSizesInTheBucketsOfIngressNginx() {
        SampleExchange exchange = new SampleExchange(registry.statsFor("shop.example", API));
        exchange.connectNanos = 5_000_000;
        observation.forLoop(0).finished(exchange);
        exchange.durationNanos = 11_000_000_000L;
        observation.forLoop(0).finished(exchange);

        Samples samples = Samples.of(observation);

        Samples.Sample duration =
                samples.named("nginx_ingress_controller_request_duration_seconds").getFirst();
        assertThat(duration.buckets())
                .extracting(Bucket::upperBound)
                .containsExactly(
                        .005,
                        .01,
                        .025,
                        .05,
                        .1,
                        .25,
                        .5,
                        1d,
                        2.5,
                        5d,
                        10d,
                        Double.POSITIVE_INFINITY);
        assertThat(duration.buckets())
                .extracting(Bucket::count)
                .containsExactly(0L, 1L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 0L, 1L);
        assertThat(duration.value()).isEqualTo(11.00725);
        assertThat(
                        samples.named("nginx_ingress_controller_connect_duration_seconds")
                                .getFirst()
                                .buckets()
                                .getFirst()
                                .count())
                .isEqualTo(2);
        assertThat(samples.value("nginx_ingress_controller_request_size")).isEqualTo(190);
        assertThat(samples.value("nginx_ingress_controller_response_size")).isEqualTo(2468);
    }

    @Test
    void leavesOutWhatDoesNotApply() {
        SampleExchange exchange = new SampleExchange(registry.unmatched());
        exchange.upstreamAddresses = "";
        observation.forLoop(0).finished(exchange);

        assertThat(Samples.of(observation).names())
                .contains("nginx_ingress_controller_request_duration_seconds")
                .doesNotContain(
                        "nginx_ingress_controller_connect_duration_seconds",
                        "nginx_ingress_controller_header_duration_seconds",
                        "nginx_ingress_controller_response_duration_seconds");
    }

    @Test
    void givesTheSamplesOfOneNameInARow() {
        observation.forLoop(0).finished(new SampleExchange(registry.statsFor("a", API)));
        observation.forLoop(0).finished(new SampleExchange(registry.statsFor("b", API)));

        assertThat(Samples.of(observation).runs()).doesNotHaveDuplicates();
    }

    @Test
    void unknownMethodsAndStatusesShareASeries() {
        SampleExchange exchange = new SampleExchange(registry.statsFor("a", API));
        for (String method : List.of("BREW", "get", "XYZZY")) {
            exchange.method = method;
            exchange.status = 1000;
            observation.forLoop(0).finished(exchange);
        }

        assertThat(Samples.of(observation).named(REQUESTS))
                .singleElement()
                .satisfies(sample -> {
                    assertThat(sample.labels()).contains("status=000,method=OTHER");
                    assertThat(sample.value()).isEqualTo(3);
                });
    }

    @Test
    void countsWhatTheLimitHasNoRoomForAsOther() {
        for (int i = 0; i < 10; i++) {
            SampleExchange exchange = new SampleExchange(registry.statsFor("host-" + i, API));
            observation.forLoop(0).finished(exchange);
            observation.forLoop(1).finished(exchange);
        }

        Samples samples = Samples.of(observation);

        assertThat(samples.named(REQUESTS)).hasSize(4);
        assertThat(samples.value(REQUESTS)).isEqualTo(20);
        assertThat(samples.named(REQUESTS).getLast().labels())
                .contains("status=2xx,method=GET,host=other,path=other");
        assertThat(samples.value("sekisho_route_series")).isEqualTo(3);
        assertThat(samples.value("sekisho_route_series_overflow_requests_total")).isEqualTo(14);
    }

    @Test
    void forgetsARouteThatHasBeenGoneForAWhileAndMakesRoom() {
        RouteStats gone = registry.statsFor("gone.example", API);
        observation.forLoop(0).finished(new SampleExchange(gone));
        registry.tableCompiled();
        registry.tableCompiled();
        nanos.addAndGet(Duration.ofMinutes(9).toNanos());
        registry.tableCompiled();
        assertThat(registry.all()).contains(gone);

        nanos.addAndGet(Duration.ofMinutes(2).toNanos());
        registry.tableCompiled();

        assertThat(registry.all()).doesNotContain(gone);
        assertThat(registry.seriesInUse()).isZero();
    }

    @Test
    void countingAllocatesNothing() {
        var threads = (com.sun.management.ThreadMXBean) ManagementFactory.getThreadMXBean();
        SampleExchange exchange = new SampleExchange(registry.statsFor("a", API));
        count(exchange, 20_000);
        long before = threads.getCurrentThreadAllocatedBytes();

        count(exchange, 100_000);

        assertThat(threads.getCurrentThreadAllocatedBytes() - before).isLessThan(10_000);
    }

    private void count(SampleExchange exchange, int times) {
        LoopObserver observer = observation.forLoop(0);
        for (int i = 0; i < times; i++) {
            observer.finished(exchange);
        }
    }
}
