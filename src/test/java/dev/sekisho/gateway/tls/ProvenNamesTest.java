package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import java.security.cert.X509Certificate;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// RFC 9525 §6.
class ProvenNamesTest {

    private static final PodPki PKI = new PodPki("names");

    private static X509Certificate of(String... names) {
        return PKI.issue(names).chain().getFirst();
    }

    @ParameterizedTest
    @CsvSource({
        "web.shop.svc, web.shop.svc, true",
        "web.shop.svc, WEB.shop.SVC, true",
        "Web.Shop.svc, web.shop.svc, true",
        "web.shop.svc, web.shop.svc., true",
        "web.shop.svc, other.shop.svc, false",
        "web.shop.svc, shop.svc, false",
        "web.shop.svc, a.web.shop.svc, false",
        "*.shop.svc, web.shop.svc, true",
        "*.shop.svc, a.web.shop.svc, false",
        "*.shop.svc, shop.svc, false",
        "*.shop.svc, .shop.svc, false",
        "w*.shop.svc, web.shop.svc, false",
        "*.*.svc, web.shop.svc, false",
        "web.*.svc, web.shop.svc, false",
        "*, svc, false",
        "10.0.0.1, 10.0.0.1, true",
        "10.0.0.1, 10.0.0.2, false",
        "fd00::1, fd00:0:0:0:0:0:0:1, true",
        "*.0.0.1, 10.0.0.1, false",
        "web.shop.svc, 10.0.0.1, false"
    })
    void aNameIsProvenByAnAlternativeOfItsKind(String issued, String wanted, boolean proven) {
        assertThat(ProvenNames.include(of(issued), wanted)).isEqualTo(proven);
    }

    @Test
    void anyOfSeveralWillDo() {
        assertThat(ProvenNames.include(of("a.test", "10.0.0.1", "b.test"), "b.test")).isTrue();
    }

    @Test
    void theCommonNameDoesNotCount() {
        assertThat(ProvenNames.include(of("a.test"), "unused.test")).isFalse();
    }

    @Test
    void nothingIsProvenForNoName() {
        assertThat(ProvenNames.include(of("a.test"), "")).isFalse();
    }
}
