package dev.sekisho.gateway.tls;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.tls.Certificate;
import java.io.ByteArrayInputStream;
import java.math.BigInteger;
import java.nio.charset.StandardCharsets;
import java.security.GeneralSecurityException;
import java.security.KeyPair;
import java.security.KeyPairGenerator;
import java.security.MessageDigest;
import java.security.PrivateKey;
import java.security.SecureRandom;
import java.security.Signature;
import java.security.cert.CertificateFactory;
import java.security.cert.X509Certificate;
import java.security.spec.ECGenParameterSpec;
import java.time.Duration;
import java.time.Instant;
import java.util.HexFormat;
import java.util.List;

/// Makes the certificate that is served where nobody gave one: ECDSA P-256, signed by itself.
final class SelfSigned {

    private static final String COMMON_NAME = "Sekisho default certificate";
    private static final String DNS_NAME = "default.sekisho.invalid";
    private static final Duration AGE = Duration.ofDays(1);
    private static final Duration LIFE = Duration.ofDays(3650);
    private static final byte[] ECDSA_SHA256 = Der.sequence(Der.oid(1, 2, 840, 10045, 4, 3, 2));

    private SelfSigned() {}

    static Certificate certificate(Instant now) {
        try {
            KeyPairGenerator generator = KeyPairGenerator.getInstance("EC");
            generator.initialize(new ECGenParameterSpec("secp256r1"));
            KeyPair pair = generator.generateKeyPair();
            byte[] encoded = signed(body(pair, now), pair.getPrivate());
            X509Certificate certificate =
                    (X509Certificate)
                            CertificateFactory.getInstance("X.509")
                                    .generateCertificate(new ByteArrayInputStream(encoded));
            return new Certificate(
                    ObjectRef.secret("", "self-signed"),
                    fingerprint(encoded),
                    List.of(certificate),
                    pair.getPrivate());
        } catch (GeneralSecurityException e) {
            throw new IllegalStateException("this Java runtime cannot make a certificate", e);
        }
    }

    private static byte[] signed(byte[] body, PrivateKey key) throws GeneralSecurityException {
        Signature signature = Signature.getInstance("SHA256withECDSA");
        signature.initSign(key);
        signature.update(body);
        return Der.sequence(body, ECDSA_SHA256, Der.bits(signature.sign()));
    }

    private static byte[] body(KeyPair pair, Instant now) {
        byte[] name =
                Der.sequence(Der.set(Der.sequence(Der.oid(2, 5, 4, 3), Der.utf8(COMMON_NAME))));
        return Der.sequence(
                Der.tagged(0xa0, Der.integer(BigInteger.TWO)),
                Der.integer(new BigInteger(120, new SecureRandom()).setBit(119)),
                ECDSA_SHA256,
                name,
                Der.sequence(Der.time(now.minus(AGE)), Der.time(now.plus(LIFE))),
                name,
                pair.getPublic().getEncoded(),
                Der.tagged(0xa3, extensions()));
    }

    private static byte[] extensions() {
        byte[] serverAuth = Der.sequence(Der.oid(1, 3, 6, 1, 5, 5, 7, 3, 1));
        byte[] digitalSignature = {3, 2, 7, (byte) 0x80};
        byte[] dnsName = Der.tagged(0x82, DNS_NAME.getBytes(StandardCharsets.US_ASCII));
        return Der.sequence(
                critical(Der.oid(2, 5, 29, 19), Der.sequence()),
                critical(Der.oid(2, 5, 29, 15), digitalSignature),
                Der.sequence(Der.oid(2, 5, 29, 37), Der.octets(serverAuth)),
                Der.sequence(Der.oid(2, 5, 29, 17), Der.octets(Der.sequence(dnsName))));
    }

    private static byte[] critical(byte[] oid, byte[] content) {
        return Der.sequence(oid, Der.bool(true), Der.octets(content));
    }

    private static String fingerprint(byte[] encoded) throws GeneralSecurityException {
        return HexFormat.of().formatHex(MessageDigest.getInstance("SHA-256").digest(encoded));
    }
}
