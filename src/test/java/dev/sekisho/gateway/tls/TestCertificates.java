package dev.sekisho.gateway.tls;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.tls.Certificate;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// Makes certificates for tests; every one is different.
public final class TestCertificates {

    private static final Duration ONE_DAY = Duration.ofDays(1);
    private static final AtomicInteger SERIAL = new AtomicInteger(1);

    private TestCertificates() {}

    public static Certificate ec(String host) {
        return make("EC", 256, host, ONE_DAY);
    }

    public static Certificate rsa(String host) {
        return make("RSA", 2048, host, ONE_DAY);
    }

    public static Certificate ed25519(String host) {
        return make("Ed25519", 255, host, ONE_DAY);
    }

    /// One whose time is over.
    public static Certificate expired(String host) {
        return make("EC", 256, host, Duration.ofMinutes(-1));
    }

    private static String signature(String algorithm) {
        return switch (algorithm) {
            case "EC" -> "SHA256withECDSA";
            case "RSA" -> "SHA256withRSA";
            default -> algorithm;
        };
    }

    @SuppressWarnings("JavaUtilDate")
    private static Certificate make(String algorithm, int bits, String host, Duration validFor) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            KeyPair pair = generator.generateKeyPair();
            int serial = SERIAL.getAndIncrement();
            X500Name name = new X500Name("O=Tests,CN=" + host);
            Instant now = Instant.now();
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(serial),
                            Date.from(now.minus(1, ChronoUnit.HOURS)),
                            Date.from(now.plus(validFor)),
                            name,
                            pair.getPublic());
            builder.addExtension(
                    Extension.subjectAlternativeName,
                    false,
                    new GeneralNames(new GeneralName(GeneralName.dNSName, host)));
            var signer = new JcaContentSignerBuilder(signature(algorithm)).build(pair.getPrivate());
            var certificate =
                    new JcaX509CertificateConverter().getCertificate(builder.build(signer));
            return new Certificate(
                    ObjectRef.secret("shop", "tls-" + serial),
                    "fingerprint-" + serial,
                    List.of(certificate),
                    pair.getPrivate());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
