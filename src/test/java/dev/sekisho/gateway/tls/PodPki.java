package dev.sekisho.gateway.tls;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.tls.Authorities;
import dev.sekisho.model.tls.Certificate;
import io.netty.util.NetUtil;
import java.math.BigInteger;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.cert.X509Certificate;
import java.time.Duration;
import java.time.Instant;
import java.util.Arrays;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.GeneralName;
import org.bouncycastle.asn1.x509.GeneralNames;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;

/// An authority that issues certificates to pods, and to the gateway.
public final class PodPki {

    private static final AtomicInteger SERIAL = new AtomicInteger(1);

    private final X500Name name;
    private final KeyPair keys;
    private final X509Certificate root;

    public PodPki(String name) {
        this(name, Duration.ofDays(1));
    }

    private PodPki(String commonName, Duration validFor) {
        this.name = new X500Name("O=Tests,CN=" + commonName);
        this.keys = keys("EC", 256);
        try {
            this.root =
                    sign(
                            this.name,
                            keys,
                            validFor,
                            builder ->
                                    builder.addExtension(
                                            Extension.basicConstraints,
                                            true,
                                            new BasicConstraints(true)));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private PodPki(Certificate leaf) {
        this.root = leaf.chain().getFirst();
        this.name = new X500Name(root.getSubjectX500Principal().getName());
        this.keys = new KeyPair(root.getPublicKey(), leaf.key());
    }

    /// One whose own time is over, that of what it issues is not.
    public static PodPki expired(String name) {
        return new PodPki(name, Duration.ofMinutes(-1));
    }

    /// The owner of a certificate that is none of an authority, as if it were.
    public static PodPki posing(Certificate leaf) {
        return new PodPki(leaf);
    }

    private interface Extensions {
        void addTo(JcaX509v3CertificateBuilder builder) throws Exception;
    }

    private static KeyPair keys(String algorithm, int bits) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance(algorithm);
            generator.initialize(bits);
            return generator.generateKeyPair();
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    /// What believes this authority.
    public Authorities authorities() {
        return trusting(root);
    }

    public X509Certificate root() {
        return root;
    }

    /// What believes these certificates.
    public static Authorities trusting(X509Certificate... certificates) {
        int serial = SERIAL.getAndIncrement();
        return new Authorities(
                ObjectRef.secret("shop", "ca-" + serial), "ca-" + serial, List.of(certificates));
    }

    /// For a server, or a client, of these names or addresses.
    public Certificate issue(String... names) {
        return issue("EC", 256, Duration.ofDays(1), names);
    }

    public Certificate issueRsa(String... names) {
        return issue("RSA", 2048, Duration.ofDays(1), names);
    }

    /// One whose time is over.
    public Certificate issueExpired(String... names) {
        return issue("EC", 256, Duration.ofMinutes(-1), names);
    }

    private Certificate issue(String algorithm, int bits, Duration validFor, String... names) {
        try {
            KeyPair pair = keys(algorithm, bits);
            GeneralName[] alternatives =
                    Arrays.stream(names).map(PodPki::alternative).toArray(GeneralName[]::new);
            X509Certificate leaf =
                    sign(
                            new X500Name("CN=unused.test"),
                            pair,
                            validFor,
                            builder ->
                                    builder.addExtension(
                                            Extension.subjectAlternativeName,
                                            false,
                                            new GeneralNames(alternatives)));
            int serial = SERIAL.getAndIncrement();
            return new Certificate(
                    ObjectRef.secret("shop", "pod-" + serial),
                    "pod-" + serial,
                    List.of(leaf),
                    pair.getPrivate());
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }

    private static GeneralName alternative(String text) {
        boolean address = NetUtil.createByteArrayFromIpAddressString(text) != null;
        return new GeneralName(address ? GeneralName.iPAddress : GeneralName.dNSName, text);
    }

    @SuppressWarnings("JavaUtilDate")
    private X509Certificate sign(
            X500Name subject, KeyPair pair, Duration validFor, Extensions extensions)
            throws Exception {
        Instant now = Instant.now();
        JcaX509v3CertificateBuilder builder =
                new JcaX509v3CertificateBuilder(
                        name,
                        BigInteger.valueOf(SERIAL.getAndIncrement()),
                        Date.from(now.minus(Duration.ofHours(1))),
                        Date.from(now.plus(validFor)),
                        subject,
                        pair.getPublic());
        extensions.addTo(builder);
        var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(keys.getPrivate());
        return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
    }
}
