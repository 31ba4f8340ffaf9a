package dev.sekisho.gateway.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.model.tls.Certificate;
import java.security.cert.X509Certificate;
import java.security.interfaces.ECPublicKey;
import java.time.Instant;
import java.util.List;
import org.bouncycastle.cert.X509CertificateHolder;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SelfSignedTest {

    @ParameterizedTest
    @ValueSource(strings = {"2026-11-23T12:00:00Z", "2045-03-01T00:00:00Z"})
    void makesAServerCertificateThatVerifiesByItself(String time) throws Exception {
        Instant now = Instant.parse(time);

        Certificate made = SelfSigned.certificate(now);

        X509Certificate leaf = made.chain().getFirst();
        leaf.verify(leaf.getPublicKey());
        assertThat(leaf.getVersion()).isEqualTo(3);
        assertThat(((ECPublicKey) leaf.getPublicKey()).getParams().getOrder().bitLength())
                .isEqualTo(256);
        assertThat(leaf.getNotBefore().toInstant()).isBefore(now);
        assertThat(leaf.getNotAfter().toInstant()).isAfter(now.plusSeconds(86_400));
        assertThat(leaf.getBasicConstraints()).isEqualTo(-1);
        assertThat(leaf.getKeyUsage()[0]).isTrue();
        assertThat(leaf.getExtendedKeyUsage()).containsExactly("1.3.6.1.5.5.7.3.1");
        assertThat(leaf.getSubjectAlternativeNames())
                .containsExactly(List.of(2, "default.sekisho.invalid"));
    }

    @Test
    void isStrictDer() throws Exception {
        byte[] encoded = SelfSigned.certificate(Instant.now()).chain().getFirst().getEncoded();

        assertThat(new X509CertificateHolder(encoded).toASN1Structure().getEncoded("DER"))
                .isEqualTo(encoded);
    }

    @Test
    void isNewEveryTime() {
        Instant now = Instant.now();

        assertThat(SelfSigned.certificate(now)).isNotEqualTo(SelfSigned.certificate(now));
    }
}
