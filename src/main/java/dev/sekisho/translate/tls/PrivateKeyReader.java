package dev.sekisho.translate.tls;

import dev.sekisho.translate.syntax.Reading;
import java.security.GeneralSecurityException;
import java.security.InvalidKeyException;
import java.security.KeyFactory;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.security.Signature;
import java.security.interfaces.RSAPrivateCrtKey;
import java.security.interfaces.RSAPublicKey;
import java.security.spec.PKCS8EncodedKeySpec;
import java.util.Optional;

/// Reads the private key that belongs to a certificate: PKCS#8, PKCS#1 (RSA) or SEC1 (EC).
final class PrivateKeyReader {

    private static final String MISMATCH = "tls.key does not belong to the certificate in tls.crt";
    private static final byte[] PROBE = {'s', 'e', 'k', 'i', 's', 'h', 'o'};

    private PrivateKeyReader() {}

    static Reading<PrivateKey> read(byte[] pem, PublicKey certified) {
        var parsed = Pem.parse(pem);
        if (parsed.isEmpty()) {
            return Reading.invalid("tls.key is not valid PEM");
        }
        for (var block : parsed.get().blocks()) {
            switch (block.label()) {
                case "PRIVATE KEY" -> {
                    return matching(Optional.of(block.der()), certified);
                }
                case "RSA PRIVATE KEY" -> {
                    return matching(wrapped(block.der(), "RSA", certified), certified);
                }
                case "EC PRIVATE KEY" -> {
                    return matching(wrapped(block.der(), "EC", certified), certified);
                }
                case "ENCRYPTED PRIVATE KEY" -> {
                    return Reading.invalid("tls.key is encrypted (expected: a plain key)");
                }
                default -> {}
            }
        }
        return Reading.invalid("tls.key holds no private key (expected: PKCS#8, PKCS#1 or SEC1)");
    }

    /// PKCS#8 around a bare key, with the algorithm and the curve that the certificate names; none
    /// if the certificate is of another algorithm.
    private static Optional<byte[]> wrapped(byte[] key, String algorithm, PublicKey certified) {
        return certified.getAlgorithm().equals(algorithm)
                ? Der.algorithmOf(certified.getEncoded()).map(id -> Der.privateKeyInfo(id, key))
                : Optional.empty();
    }

    /// A signature shows it, and costs a millisecond; where the key says which public one is its
    /// own, that is believed, as OpenSSL does.
    private static Reading<PrivateKey> matching(Optional<byte[]> pkcs8, PublicKey certified) {
        if (pkcs8.isEmpty()) {
            return Reading.invalid(MISMATCH);
        }
        try {
            var factory = KeyFactory.getInstance(certified.getAlgorithm());
            var key = factory.generatePrivate(new PKCS8EncodedKeySpec(pkcs8.get()));
            return Der.endsWithKeyOf(pkcs8.get(), certified.getEncoded()) || belongs(key, certified)
                    ? Reading.valid(key)
                    : Reading.invalid(MISMATCH);
        } catch (GeneralSecurityException | RuntimeException _) {
            // What the providers say may quote the key.
            return Reading.invalid(
                    "tls.key is broken, or of another algorithm than the certificate in tls.crt");
        }
    }

    private static boolean belongs(PrivateKey key, PublicKey certified)
            throws GeneralSecurityException {
        if (key instanceof RSAPrivateCrtKey rsa && certified instanceof RSAPublicKey own) {
            return rsa.getModulus().equals(own.getModulus())
                    && rsa.getPublicExponent().equals(own.getPublicExponent());
        }
        var signature = Signature.getInstance(signatureFor(certified.getAlgorithm()));
        signature.initSign(key);
        signature.update(PROBE);
        var signed = signature.sign();
        signature.initVerify(certified);
        signature.update(PROBE);
        return signature.verify(signed);
    }

    private static String signatureFor(String algorithm) throws InvalidKeyException {
        return switch (algorithm) {
            case "RSA" -> "SHA256withRSA";
            case "EC" -> "SHA256withECDSA";
            case "EdDSA" -> "EdDSA";
            default -> throw new InvalidKeyException(algorithm);
        };
    }
}
