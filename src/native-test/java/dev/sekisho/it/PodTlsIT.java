package dev.sekisho.it;

import static java.nio.charset.StandardCharsets.US_ASCII;
import static org.assertj.core.api.Assertions.assertThat;
import static org.awaitility.Awaitility.await;

import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.security.GeneralSecurityException;
import java.security.KeyFactory;
import java.security.KeyStore;
import java.security.cert.Certificate;
import java.security.cert.CertificateFactory;
import java.security.spec.PKCS8EncodedKeySpec;
import java.time.Duration;
import java.util.Base64;
import javax.net.ssl.KeyManagerFactory;
import javax.net.ssl.SSLContext;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.Parameter;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.provider.ValueSource;

/// The packaged program and a pod that speaks TLS, with either engine.
@ParameterizedClass
@ValueSource(strings = {"openssl", "jdk"})
class PodTlsIT {

    private static final Duration SOON = Duration.ofSeconds(10);
    private static final TestCertificate POD = TestCertificate.forHost("pod.it.svc");
    private static final TestCertificate OTHER = TestCertificate.forHost("pod.it.svc");
    private static final TestCertificate MISNAMED = TestCertificate.forHost("other.it.svc");

    @Parameter String engine;
    @TempDir Path folder;
    private Origin pod;
    private Origin misnamed;
    private SekishoProcess sekisho;

    @BeforeEach
    void start() throws IOException, GeneralSecurityException {
        pod = new Origin("pod", context(POD));
        misnamed = new Origin("misnamed", context(MISNAMED));
        write(
                "shop.yaml",
                Manifests.CLASS
                        + Manifests.encryptedService("pod")
                        + Manifests.pod("pod", pod.port())
                        + Manifests.encryptedService("misnamed")
                        + Manifests.pod("misnamed", misnamed.port())
                        + Manifests.verifying("pod", "pod.test", "pod-ca")
                        + Manifests.verifying("misnamed", "misnamed.test", "misnamed-ca")
                        + Manifests.encryptedService("missing")
                        + Manifests.verifying("missing", "missing.test", "missing-ca")
                        + Manifests.authority("misnamed-ca", MISNAMED));
        write("ca.yaml", Manifests.authority("pod-ca", POD));
        sekisho = SekishoProcess.serving("serve", folder.toString(), "--tls-engine=" + engine);
    }

    @AfterEach
    void stop() {
        sekisho.close();
        pod.close();
        misnamed.close();
    }

    private void write(String name, String yaml) throws IOException {
        Files.writeString(folder.resolve(name), yaml);
    }

    private static SSLContext context(TestCertificate certificate)
            throws GeneralSecurityException, IOException {
        var chain =
                CertificateFactory.getInstance("X.509")
                        .generateCertificate(
                                new ByteArrayInputStream(
                                        certificate.chainPem().getBytes(US_ASCII)));
        var der = certificate.keyPem().replaceAll("-----[A-Z ]+-----|\n", "");
        var key =
                KeyFactory.getInstance("EC")
                        .generatePrivate(new PKCS8EncodedKeySpec(Base64.getDecoder().decode(der)));
        var store = KeyStore.getInstance("PKCS12");
        store.load(null, null);
        store.setKeyEntry("pod", key, new char[0], new Certificate[] {chain});
        var keys = KeyManagerFactory.getInstance("PKIX");
        keys.init(store, new char[0]);
        var context = SSLContext.getInstance("TLS");
        context.init(keys.getKeyManagers(), null, null);
        return context;
    }

    private int status(String host) throws IOException {
        return Http.get(sekisho.httpPort(), host, "/").status();
    }

    private String metrics() throws IOException {
        return Http.get(sekisho.managementPort(), "localhost", "/metrics").body();
    }

    @Test
    void aPodThatProvesItsNameAnswers() throws IOException {
        var answer = Http.get(sekisho.httpPort(), "pod.test", "/a?b");

        assertThat(answer.status()).isEqualTo(200);
        assertThat(answer.body()).isEqualTo("pod");
        assertThat(metrics()).contains("sekisho_upstream_tls_handshakes_total 1");
    }

    @Test
    void aPodOfAnotherNameDoesNot() throws IOException {
        assertThat(status("misnamed.test")).isEqualTo(502);
        assertThat(metrics()).contains("sekisho_upstream_tls_failures_total{reason=\"name\"} 1");
    }

    @Test
    void withoutTheAuthorityThePathsAreShut() throws IOException {
        assertThat(status("missing.test")).isEqualTo(503);
    }

    @Test
    void aChangedAuthorityTakesEffect() throws IOException {
        assertThat(status("pod.test")).isEqualTo(200);

        write("ca.yaml", Manifests.authority("pod-ca", OTHER));
        await().atMost(SOON).until(() -> status("pod.test") == 502);
        assertThat(metrics())
                .containsPattern(
                        "sekisho_upstream_tls_failures_total\\{reason=\"untrusted\"} [1-9]");

        write("ca.yaml", Manifests.authority("pod-ca", POD));
        await().atMost(SOON).until(() -> status("pod.test") == 200);
    }
}
