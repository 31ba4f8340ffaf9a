package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.tls.Certificate;
import dev.sekisho.model.tls.TlsHost;
import dev.sekisho.model.tls.TlsTable;
import dev.sekisho.model.tls.UnknownSni;
import java.util.List;
import org.junit.jupiter.api.Test;

/// For which hosts a connection may be used whose client has named another.
class CertificateTableTest {

    private final CertificateTable table =
            new CertificateTable(
                    new TlsTable(
                            List.of(
                                    host(new HostPattern.Exact("a.test"), "a.test"),
                                    host(new HostPattern.Exact("b.test"), "b.test"),
                                    host(new HostPattern.Wildcard(".wild.test"), "*.wild.test")),
                            List.of(),
                            UnknownSni.SERVE_DEFAULT),
                    TestCertificates.ec("default.test"));

    private static TlsHost host(HostPattern pattern, String name) {
        Certificate certificate = TestCertificates.ec(name);
        return new TlsHost(pattern, List.of(certificate));
    }

    @Test
    void forTheHostsOfTheSameCertificate() {
        assertThat(table.isCertified("a.test", "a.test")).isTrue();
        assertThat(table.isCertified("a.test", "A.TEST.")).isTrue();
        assertThat(table.isCertified("x.wild.test", "y.wild.test")).isTrue();
    }

    @Test
    void forNoOtherHost() {
        assertThat(table.isCertified("a.test", "b.test")).isFalse();
        assertThat(table.isCertified("a.test", "nobody.test")).isFalse();
        assertThat(table.isCertified("x.wild.test", "wild.test")).isFalse();
        assertThat(table.isCertified("x.wild.test", "x.y.wild.test")).isFalse();
    }

    @Test
    void forUnknownNamesAmongThemselves() {
        assertThat(table.isCertified("nobody.test", "noone.test")).isTrue();
        assertThat(table.isCertified("nobody.test", "a.test")).isFalse();
    }
}
