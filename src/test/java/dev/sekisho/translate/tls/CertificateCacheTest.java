package dev.sekisho.translate.tls;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.cluster.ObjectMeta;
import dev.sekisho.cluster.Secret;
import dev.sekisho.cluster.SecretValue;
import dev.sekisho.translate.syntax.Reading;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Map;
import java.util.Random;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class CertificateCacheTest {

    private static final Path FIXTURES = Path.of("src/test/resources/certificates");

    private final CertificateCache cache = new CertificateCache();

    @Test
    void theSameContentIsParsedOnce() throws IOException {
        var first = cache.read(web().ref(), web());
        cache.sweep();

        assertThat(cache.read(web().ref(), web())).isSameAs(first);
    }

    @Test
    void newContentIsParsed() throws IOException {
        var first = cache.read(web().ref(), web());
        cache.sweep();
        var changed = secret(bytes("wildcard.crt"), bytes("wildcard.key"));

        assertThat(cache.read(changed.ref(), changed)).isNotEqualTo(first);
    }

    @Test
    void whatOneTranslationDoesNotUseIsForgotten() throws IOException {
        var first = cache.read(web().ref(), web());
        cache.sweep();
        assertThat(cache.size()).isEqualTo(1);

        cache.sweep();

        assertThat(cache.size()).isZero();
        assertThat(cache.read(web().ref(), web())).isNotSameAs(first);
    }

    /// Whatever is damaged, the answer is a sentence that quotes nothing of the Secret.
    @Test
    void damagedSecretsAreProblemsAndNotErrors() throws IOException {
        var random = new Random(7);
        for (var name : new String[] {"shop-ec", "shop-rsa", "shop-ed25519"}) {
            var crt = bytes(name + ".crt");
            var key = bytes(name + ".key");
            for (int i = 0; i < 300; i++) {
                var damaged = damage(i % 2 == 0 ? crt : key, random);
                var secret = i % 2 == 0 ? secret(damaged, key) : secret(crt, damaged);
                var body = new String(damaged, StandardCharsets.ISO_8859_1).lines().skip(1);

                if (CertificateReader.read(secret) instanceof Reading.Invalid(var problem)) {
                    assertThat(body.filter(line -> line.length() > 8)).noneMatch(problem::contains);
                }
            }
        }
    }

    private static byte[] damage(byte[] bytes, Random random) {
        var damaged = bytes.clone();
        for (int i = random.nextInt(4); i >= 0; i--) {
            damaged[random.nextInt(damaged.length)] = (byte) random.nextInt(128);
        }
        return damaged;
    }

    private static Secret web() throws IOException {
        return secret(bytes("shop-ec.crt"), bytes("shop-ec.key"));
    }

    private static byte[] bytes(String file) throws IOException {
        return Files.readAllBytes(FIXTURES.resolve(file));
    }

    private static Secret secret(byte[] crt, byte[] key) {
        var data = Map.of("tls.crt", new SecretValue(crt), "tls.key", new SecretValue(key));
        return new Secret(
                ObjectMeta.of("shop", "web-tls"), CertificateReader.TYPE, new TreeMap<>(data));
    }
}
