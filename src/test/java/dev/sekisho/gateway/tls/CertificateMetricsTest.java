package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.metrics.MetricVisitor;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.model.tls.UnknownSni;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

class CertificateMetricsTest {

    private static final Certificate SHOP = TestCertificates.ec("shop.example");

    private final List<String> samples = new ArrayList<>();

    @Test
    void showsWhenACertificateExpiresAndWhatItIs() {
        collect(
                new TlsTable(
                        List.of(TlsTerminatorTest.host("shop.example", SHOP)),
                        List.of(),
                        UnknownSni.SERVE_DEFAULT));

        String serial = SHOP.chain().getFirst().getSerialNumber().toString();
        String expiry =
                Long.toString(SHOP.chain().getFirst().getNotAfter().toInstant().getEpochSecond());
        String names =
                "class=test.dev/controller,host=shop.example,namespace=shop,secret_name="
                        + SHOP.secret().name();
        assertThat(samples)
                .containsExactly(
                        "nginx_ingress_controller_ssl_expire_time_seconds{" + names + "} " + expiry,
                        "nginx_ingress_controller_ssl_certificate_info{"
                                + names
                                + ",identifier=shop.example-"
                                + serial
                                + ",issuer_organization=Tests,issuer_common_name=shop.example"
                                + ",serial_number="
                                + serial
                                + ",public_key_algorithm=EC} 1",
                        "sekisho_tls_certificates{} 1");
    }

    /// As ingress-nginx, which has a row for each host.
    @Test
    void showsTheDefaultCertificateForEachHostThatHasItAndForTheRest() {
        TlsHost without = new TlsHost(new HostPattern.Wildcard(".test"), List.of());

        collect(new TlsTable(List.of(without), List.of(SHOP), UnknownSni.SERVE_DEFAULT));

        assertThat(samples)
                .filteredOn(sample -> sample.contains("ssl_expire"))
                .satisfiesExactly(
                        row -> assertThat(row).contains(",host=*.test,"),
                        row -> assertThat(row).contains(",host=_,"));
    }

    @Test
    void showsOnlySoMany() {
        TlsHost host = new TlsHost(new HostPattern.Exact("shop.example"), List.of(SHOP));

        collect(
                new TlsTable(
                        Collections.nCopies(6_000, host), List.of(), UnknownSni.SERVE_DEFAULT));

        assertThat(samples).hasSize(10_001).last().isEqualTo("sekisho_tls_certificates{} 6000");
    }

    private void collect(TlsTable table) {
        new CertificateMetrics("test.dev/controller").collect(table, new Recorder());
    }

    private final class Recorder implements MetricVisitor {

        @Override
        public void counter(String name, String help, List<Label> labels, double value) {
            throw new AssertionError(name);
        }

        @Override
        public void gauge(String name, String help, List<Label> labels, double value) {
            String text =
                    labels.stream()
                            .map(label -> label.name() + "=" + label.value())
                            .collect(Collectors.joining(","));
            samples.add(name + "{" + text + "} " + (long) value);
        }

        @Override
        public void histogram(String name, String help, List<Label> labels, Histogram histogram) {
            throw new AssertionError(name);
        }
    }
}
