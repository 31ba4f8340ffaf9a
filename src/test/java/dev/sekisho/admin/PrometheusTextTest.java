package dev.sekisho.admin;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.metrics.MetricVisitor.Bucket;
import dev.sekisho.model.metrics.MetricVisitor.Histogram;
import dev.sekisho.model.metrics.MetricVisitor.Label;
import java.util.List;
import org.junit.jupiter.api.Test;

class PrometheusTextTest {

    private final PrometheusText text = new PrometheusText();

    @Test
    void aCounterKeepsItsNameAndItsType() {
        text.counter("nginx_ingress_controller_requests", "Requests.", List.of(), 3);
        assertThat(text.text())
                .isEqualTo(
                        """
                        # HELP nginx_ingress_controller_requests Requests.
                        # TYPE nginx_ingress_controller_requests counter
                        nginx_ingress_controller_requests 3
                        """);
    }

    @Test
    void samplesOfOneNameShareOneHead() {
        text.gauge("g", "h", List.of(new Label("a", "1")), 0.5);
        text.gauge("g", "h", List.of(new Label("a", "2"), new Label("b", "x")), -1);
        assertThat(text.text())
                .isEqualTo(
                        """
                        # HELP g h
                        # TYPE g gauge
                        g{a="1"} 0.5
                        g{a="2",b="x"} -1
                        """);
    }

    @Test
    void bucketsOfAHistogramAddUp() {
        var buckets =
                List.of(
                        new Bucket(0.005, 2),
                        new Bucket(10, 1),
                        new Bucket(Double.POSITIVE_INFINITY, 4));
        text.histogram("d", "h", List.of(new Label("s", "200")), new Histogram(buckets, 12.25));
        assertThat(text.text())
                .isEqualTo(
                        """
                        # HELP d h
                        # TYPE d histogram
                        d_bucket{s="200",le="0.005"} 2
                        d_bucket{s="200",le="10"} 3
                        d_bucket{s="200",le="+Inf"} 7
                        d_sum{s="200"} 12.25
                        d_count{s="200"} 7
                        """);
    }

    @Test
    void whatAUserWroteCannotBreakTheFormat() {
        text.gauge("g", "a\\b\n\"c\"", List.of(new Label("l", "\\ \" \n")), Double.NaN);
        assertThat(text.text())
                .isEqualTo("# HELP g a\\\\b\\n\"c\"\n# TYPE g gauge\ng{l=\"\\\\ \\\" \\n\"} NaN\n");
    }
}
