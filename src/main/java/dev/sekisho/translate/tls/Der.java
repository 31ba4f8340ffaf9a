package dev.sekisho.translate.tls;

import java.io.ByteArrayOutputStream;
import java.util.Arrays;
import java.util.Optional;

/// As much of DER as wrapping a key in PKCS#8 and comparing it takes.
final class Der {

    private static final int SEQUENCE = 0x30;
    private static final int OCTET_STRING = 0x04;
    private static final int MIN_PUBLIC_KEY = 32;
    private static final byte[] VERSION_0 = {0x02, 0x01, 0x00};

    private Der() {}

    /// A PKCS#8 PrivateKeyInfo around a key in its algorithm's own form.
    static byte[] privateKeyInfo(byte[] algorithm, byte[] key) {
        return element(SEQUENCE, VERSION_0, algorithm, element(OCTET_STRING, key));
    }

    /// The AlgorithmIdentifier with which a SubjectPublicKeyInfo starts.
    static Optional<byte[]> algorithmOf(byte[] publicKeyInfo) {
        var inner = contentStart(publicKeyInfo, 0);
        if (inner < 0 || inner >= publicKeyInfo.length || publicKeyInfo[inner] != SEQUENCE) {
            return Optional.empty();
        }
        var start = contentStart(publicKeyInfo, inner);
        var end = start < 0 ? -1 : start + lengthAt(publicKeyInfo, inner);
        return end < 0 || end > publicKeyInfo.length
                ? Optional.empty()
                : Optional.of(Arrays.copyOfRange(publicKeyInfo, inner, end));
    }

    /// Whether a private key ends with the public one that a SubjectPublicKeyInfo ends with, as
    /// those of elliptic curves do where their maker has put it there (RFC 5915 §3).
    static boolean endsWithKeyOf(byte[] privateKey, byte[] publicKeyInfo) {
        var start = contentStart(publicKeyInfo, 0);
        if (start < 0 || start >= publicKeyInfo.length) {
            return false;
        }
        var algorithm = contentStart(publicKeyInfo, start);
        var key = algorithm < 0 ? -1 : algorithm + lengthAt(publicKeyInfo, start);
        var length = publicKeyInfo.length - key;
        if (key < 0 || length < MIN_PUBLIC_KEY || privateKey.length < length) {
            return false;
        }
        return Arrays.equals(
                privateKey,
                privateKey.length - length,
                privateKey.length,
                publicKeyInfo,
                key,
                publicKeyInfo.length);
    }

    private static byte[] element(int tag, byte[]... parts) {
        var content = new ByteArrayOutputStream();
        for (var part : parts) {
            content.writeBytes(part);
        }
        var out = new ByteArrayOutputStream(content.size() + 5);
        out.write(tag);
        writeLength(out, content.size());
        out.writeBytes(content.toByteArray());
        return out.toByteArray();
    }

    private static void writeLength(ByteArrayOutputStream out, int length) {
        if (length < 0x80) {
            out.write(length);
            return;
        }
        var bytes = length > 0xffff ? 3 : length > 0xff ? 2 : 1;
        out.write(0x80 | bytes);
        for (int shift = (bytes - 1) * 8; shift >= 0; shift -= 8) {
            out.write(length >> shift);
        }
    }

    /// Where the content of the element at `at` starts; -1 if there is none.
    private static int contentStart(byte[] der, int at) {
        if (at + 1 >= der.length) {
            return -1;
        }
        var first = der[at + 1] & 0xff;
        return first < 0x80 ? at + 2 : first <= 0x83 ? at + 2 + (first & 0x7f) : -1;
    }

    private static int lengthAt(byte[] der, int at) {
        var first = der[at + 1] & 0xff;
        if (first < 0x80) {
            return first;
        }
        var length = 0;
        for (int i = 0; i < (first & 0x7f) && at + 2 + i < der.length; i++) {
            length = length << 8 | (der[at + 2 + i] & 0xff);
        }
        return length;
    }
}
