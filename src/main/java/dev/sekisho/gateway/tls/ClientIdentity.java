package dev.sekisho.gateway.tls;

import dev.sekisho.model.tls.ClientCertificates;
import dev.sekisho.model.tls.ClientVerification;
import java.nio.charset.StandardCharsets;
import java.security.cert.CertificateEncodingException;
import java.security.cert.X509Certificate;
import java.util.Base64;
import java.util.Map;
import javax.security.auth.x500.X500Principal;

/// Who a client is by its certificate, and what pods are told of it: the fields of ingress-nginx.
public final class ClientIdentity {

    /// Of a client that was not asked.
    public static final ClientIdentity UNASKED =
            new ClientIdentity(ClientCertificates.NONE, false, ascii(""));

    /// The verdict on a certificate that is good.
    static final String SUCCESS = "SUCCESS";

    /// What RFC 2253 has no keyword for, and would be hexadecimal digits.
    private static final Map<String, String> NAMED_AS_BY_OPENSSL =
            Map.of("1.2.840.113549.1.9.1", "emailAddress");

    private static final String HEX = "0123456789ABCDEF";

    private final ClientCertificates asked;
    private final boolean barred;
    private final byte[] fields;

    private ClientIdentity(ClientCertificates asked, boolean barred, byte[] fields) {
        this.asked = asked;
        this.barred = barred;
        this.fields = fields;
    }

    /// Of a client that has shown no certificate.
    static ClientIdentity unknown(ClientCertificates asked) {
        boolean barred = asked.verification() == ClientVerification.REQUIRED;
        return new ClientIdentity(asked, barred, ascii("ssl-client-verify: NONE\r\n"));
    }

    /// Of a client that has shown one; `verdict` is what came of its verification.
    static ClientIdentity of(ClientCertificates asked, String verdict, X509Certificate shown) {
        boolean barred =
                !verdict.equals(SUCCESS) && asked.verification() != ClientVerification.UNVERIFIED;
        return new ClientIdentity(asked, barred, ascii(told(verdict, shown)));
    }

    private static String told(String verdict, X509Certificate shown) {
        return "ssl-client-verify: "
                + verdict
                + "\r\nssl-client-subject-dn: "
                + plain(shown.getSubjectX500Principal())
                + "\r\nssl-client-issuer-dn: "
                + plain(shown.getIssuerX500Principal())
                + "\r\n";
    }

    /// This one, with the certificate as nginx escapes it.
    ClientIdentity with(X509Certificate shown) {
        String field = "ssl-client-cert: " + escaped(shown) + "\r\n";
        String before = new String(fields, StandardCharsets.US_ASCII);
        return new ClientIdentity(asked, barred, ascii(before + field));
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// A name is whatever its issuer has signed, line ends included: what is not printable ASCII is
    /// written in hexadecimal digits (RFC 4514 §2.4).
    private static String plain(X500Principal principal) {
        String name = principal.getName(X500Principal.RFC2253, NAMED_AS_BY_OPENSSL);
        StringBuilder plain = new StringBuilder(name.length());
        for (byte octet : name.getBytes(StandardCharsets.UTF_8)) {
            if (octet >= ' ' && octet <= '~') {
                plain.append((char) octet);
            } else {
                plain.append('\\');
                hex(plain, octet);
            }
        }
        return plain.toString();
    }

    private static String escaped(X509Certificate shown) {
        StringBuilder escaped = new StringBuilder();
        for (byte octet : ascii(pem(shown))) {
            char letter = (char) octet;
            if (Character.isLetterOrDigit(letter) || "-._~".indexOf(letter) >= 0) {
                escaped.append(letter);
            } else {
                escaped.append('%');
                hex(escaped, octet);
            }
        }
        return escaped.toString();
    }

    private static void hex(StringBuilder out, byte octet) {
        out.append(HEX.charAt((octet >> 4) & 0xf)).append(HEX.charAt(octet & 0xf));
    }

    private static String pem(X509Certificate shown) {
        try {
            String body = Base64.getMimeEncoder(64, ascii("\n")).encodeToString(shown.getEncoded());
            return "-----BEGIN CERTIFICATE-----\n" + body + "\n-----END CERTIFICATE-----\n";
        } catch (CertificateEncodingException impossible) {
            throw new IllegalStateException("a certificate that was read has no bytes", impossible);
        }
    }

    /// What the client was asked for.
    ClientCertificates asked() {
        return asked;
    }

    /// Whether its requests are answered 400.
    public boolean isBarred() {
        return barred;
    }

    /// The lines of header fields that pods get, empty for a client that was not asked.
    public byte[] fields() {
        return fields;
    }

    /// Whether the client was asked.
    public boolean isAsked() {
        return fields.length > 0;
    }

    @Override
    public String toString() {
        return new String(fields, StandardCharsets.US_ASCII);
    }
}
