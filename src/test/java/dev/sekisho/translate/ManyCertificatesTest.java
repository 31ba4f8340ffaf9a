package dev.sekisho.translate;

import static org.assertj.core.api.Assertions.assertThat;

import dev.sekisho.cluster.ObjectMeta;
import dev.sekisho.cluster.Secret;
import dev.sekisho.cluster.SecretValue;
import dev.sekisho.gateway.tls.TestCertificates;
import dev.sekisho.gateway.tls.TlsSettings;
import dev.sekisho.gateway.tls.TlsTerminator;
import dev.sekisho.model.tls.Certificate;
import java.io.IOException;
import java.lang.management.ManagementFactory;
import java.lang.management.ThreadMXBean;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.interfaces.ECPrivateKey;
import java.time.Duration;
import java.time.Instant;
import java.util.Base64;
import java.util.Map;
import java.util.TreeMap;
import org.bouncycastle.asn1.DERBitString;
import org.bouncycastle.asn1.sec.SECObjectIdentifiers;
import org.bouncycastle.asn1.x509.SubjectPublicKeyInfo;
import org.junit.jupiter.api.Test;

/// What many certificates cost: reading all, exchanging one, and what stays of each in memory.
///
/// Small enough here to run with all tests, with bounds for a busy machine; `-Dcertificates=10000`
/// is the number that figures are quoted for.
class ManyCertificatesTest {

    private static final int COUNT = Integer.getInteger("certificates", 500);

    private static final ThreadMXBean THREADS = ManagementFactory.getThreadMXBean();

    private final TlsTerminator terminator = new TlsTerminator(TlsSettings.DEFAULT);
    private final Translator translator = new Translator(TranslationSettings.DEFAULT);
    private final ClusterBuilder cluster = new ClusterBuilder();
    private long generation;

    private static String name(int number) {
        return "host-" + number;
    }

    private static Secret secret(int number) {
        Certificate made = TestCertificates.ec(name(number) + ".test");
        try {
            byte[] chain = pem("CERTIFICATE", made.chain().getFirst().getEncoded());
            byte[] key = pem("EC PRIVATE KEY", sec1(made));
            var data = Map.of("tls.crt", new SecretValue(chain), "tls.key", new SecretValue(key));
            return new Secret(
                    ObjectMeta.of("shop", name(number)), "kubernetes.io/tls", new TreeMap<>(data));
        } catch (CertificateEncodingException | IOException impossible) {
            throw new AssertionError(impossible);
        }
    }

    /// As OpenSSL and Go write keys: with the public one beside it.
    private static byte[] sec1(Certificate made) throws IOException {
        ECPrivateKey key = (ECPrivateKey) made.key();
        byte[] spki = made.chain().getFirst().getPublicKey().getEncoded();
        byte[] point = SubjectPublicKeyInfo.getInstance(spki).getPublicKeyData().getBytes();
        return new org.bouncycastle.asn1.sec.ECPrivateKey(
                        256, key.getS(), new DERBitString(point), SECObjectIdentifiers.secp256r1)
                .getEncoded();
    }

    private static byte[] pem(String label, byte[] der) {
        String body = Base64.getMimeEncoder().encodeToString(der);
        return ("-----BEGIN " + label + "-----\n" + body + "\n-----END " + label + "-----\n")
                .getBytes(StandardCharsets.US_ASCII);
    }

    /// In time of this thread, as the machine does other work, too.
    private Duration serve() {
        long begun = THREADS.getCurrentThreadCpuTime();
        Translation translation =
                translator.translate(cluster.state(), ++generation, Instant.now());
        terminator.apply(translation.snapshot().tls());
        Duration took = Duration.ofNanos(THREADS.getCurrentThreadCpuTime() - begun);
        assertThat(translation.snapshot().tls().hosts()).hasSize(COUNT);
        return took;
    }

    private static long usedBytes() {
        System.gc();
        Runtime runtime = Runtime.getRuntime();
        return runtime.totalMemory() - runtime.freeMemory();
    }

    @Test
    void manyAreReadSoonAndKeptSmall() {
        cluster.with(ClusterBuilder.service("web", "http"));
        for (int i = 0; i < COUNT; i++) {
            String host = name(i) + ".test";
            cluster.with(secret(i))
                    .with(
                            ClusterBuilder.ingress(
                                    name(i), host, "web", ClusterBuilder.tls(name(i), host)));
        }
        long before = usedBytes();
        Duration load = serve();
        long each = (usedBytes() - before) / COUNT;
        cluster.with(secret(COUNT / 2));
        Duration swap = serve();
        System.out.printf(
                "%d certificates: read in %d ms, one exchanged in %d ms, %d bytes each%n",
                COUNT, load.toMillis(), swap.toMillis(), each);

        assertThat(load).isLessThan(Duration.ofSeconds(10).plusMillis(3L * COUNT));
        assertThat(swap).isLessThan(Duration.ofSeconds(5));
        assertThat(each).isLessThan(40_000);
        terminator.close();
    }
}
