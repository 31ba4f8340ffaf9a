package dev.sekisho.it;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/// The implementations of TLS that the packaged program has.
class TlsEngineIT {

    @TempDir Path folder;

    @BeforeEach
    void write() throws IOException {
        Files.writeString(
                folder.resolve("shop.yaml"),
                Manifests.CLASS
                        + Manifests.service("shop")
                        + Manifests.ingress("shop", "shop.test", "/", "shop")
                        + Manifests.secret("shop.test", TestCertificate.forHost("shop.test")));
    }

    /// 503: the Service has no pods.
    private static void serves(SekishoProcess sekisho) throws IOException {
        for (var connection = 0; connection < 3; connection++) {
            assertThat(Http.getTls(sekisho.httpsPort(), "shop.test", "/").status()).isEqualTo(503);
        }
    }

    @ParameterizedTest
    @CsvSource({"openssl, TLS by BoringSSL", "jdk, TLS by the JDK"})
    void bothServe(String engine, String title) throws IOException {
        try (var sekisho =
                SekishoProcess.serving("serve", folder.toString(), "--tls-engine=" + engine)) {
            serves(sekisho);
            assertThat(sekisho.errors()).contains(title);
        }
    }

    /// Its library is part of the executable and of the images.
    @Test
    void boringSslIsTheDefault() throws IOException {
        try (var sekisho = SekishoProcess.serving("serve", folder.toString())) {
            serves(sekisho);
            assertThat(sekisho.errors()).contains("TLS by BoringSSL, as it loads");
        }
    }
}
