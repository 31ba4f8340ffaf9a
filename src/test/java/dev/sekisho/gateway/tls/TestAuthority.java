package dev.sekisho.gateway.tls;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.tls.Certificate;
import java.math.BigInteger;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.PrivateKey;
import java.security.cert.X509Certificate;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.ArrayList;
import java.util.Date;
import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.bouncycastle.asn1.x500.X500Name;
import org.bouncycastle.asn1.x509.BasicConstraints;
import org.bouncycastle.asn1.x509.ExtendedKeyUsage;
import org.bouncycastle.asn1.x509.Extension;
import org.bouncycastle.asn1.x509.KeyPurposeId;
import org.bouncycastle.cert.jcajce.JcaX509CertificateConverter;
import org.bouncycastle.cert.jcajce.JcaX509v3CertificateBuilder;
import org.bouncycastle.operator.jcajce.JcaContentSignerBuilder;
import org.jspecify.annotations.Nullable;

/// Issues certificates to the clients of tests.
public final class TestAuthority {

    private static final AtomicInteger SERIAL = new AtomicInteger(1000);

    private final X500Name name;
    private final KeyPair pair;
    private final List<X509Certificate> chain;

    private TestAuthority(X500Name name, KeyPair pair, List<X509Certificate> chain) {
        this.name = name;
        this.pair = pair;
        this.chain = chain;
    }

    public static TestAuthority root(String commonName) {
        return root(commonName, 1);
    }

    /// One whose own time is over, that of what it issues is not.
    public static TestAuthority expiredRoot(String commonName) {
        return root(commonName, -1);
    }

    private static TestAuthority root(String commonName, int days) {
        X500Name name = new X500Name("CN=" + commonName);
        KeyPair pair = pair();
        TestAuthority self = new TestAuthority(name, pair, List.of());
        return new TestAuthority(name, pair, List.of(self.issue(name, pair, true, days, null)));
    }

    /// The owner of a certificate that is none of an authority, as if it were.
    public static TestAuthority posing(Certificate leaf) {
        X509Certificate own = leaf.chain().getFirst();
        X500Name name = new X500Name(own.getSubjectX500Principal().getName());
        return new TestAuthority(name, new KeyPair(own.getPublicKey(), leaf.key()), List.of(own));
    }

    /// An authority that this one vouches for.
    public TestAuthority intermediate(String commonName) {
        X500Name other = new X500Name("CN=" + commonName);
        KeyPair own = pair();
        List<X509Certificate> longer = new ArrayList<>();
        longer.add(issue(other, own, true, 1, null));
        longer.addAll(chain);
        return new TestAuthority(other, own, longer);
    }

    public X509Certificate certificate() {
        return chain.getFirst();
    }

    public Certificate client(String distinguishedName) {
        return leaf(distinguishedName, 1, KeyPurposeId.id_kp_clientAuth);
    }

    public Certificate expiredClient(String distinguishedName) {
        return leaf(distinguishedName, -1, KeyPurposeId.id_kp_clientAuth);
    }

    public Certificate server(String distinguishedName) {
        return leaf(distinguishedName, 1, KeyPurposeId.id_kp_serverAuth);
    }

    private Certificate leaf(String distinguishedName, int days, KeyPurposeId purpose) {
        KeyPair own = pair();
        List<X509Certificate> sent = new ArrayList<>();
        sent.add(issue(new X500Name(distinguishedName), own, false, days, purpose));
        sent.addAll(chain.subList(0, chain.size() - 1));
        PrivateKey key = own.getPrivate();
        return new Certificate(ObjectRef.secret("client", "tls"), distinguishedName, sent, key);
    }

    private static KeyPair pair() {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(256);
            return generator.generateKeyPair();
        } catch (GeneralSecurityException e) {
            throw new AssertionError(e);
        }
    }

    @SuppressWarnings("JavaUtilDate")
    private X509Certificate issue(
            X500Name subject,
            KeyPair of,
            boolean authority,
            int days,
            @Nullable KeyPurposeId purpose) {
        Instant now = Instant.now();
        try {
            JcaX509v3CertificateBuilder builder =
                    new JcaX509v3CertificateBuilder(
                            name,
                            BigInteger.valueOf(SERIAL.getAndIncrement()),
                            Date.from(now.minus(2, ChronoUnit.DAYS)),
                            Date.from(now.plus(days, ChronoUnit.DAYS)),
                            subject,
                            of.getPublic());
            builder.addExtension(Extension.basicConstraints, true, new BasicConstraints(authority));
            if (purpose != null) {
                builder.addExtension(
                        Extension.extendedKeyUsage, false, new ExtendedKeyUsage(purpose));
            }
            var signer = new JcaContentSignerBuilder("SHA256withECDSA").build(pair.getPrivate());
            return new JcaX509CertificateConverter().getCertificate(builder.build(signer));
        } catch (Exception e) {
            throw new AssertionError(e);
        }
    }
}
