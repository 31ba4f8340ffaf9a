package dev.sekisho.gateway.tls;

import io.netty.util.NetUtil;
import java.security.cert.CertificateParsingException;
import java.security.cert.X509Certificate;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// Whether a certificate is for a server of some name (RFC 9525 §6).
///
/// Only subject alternative names count, never the common name. A wildcard stands for the whole of
/// the first label and for nothing else; an IP address has to be named as one.
final class ProvenNames {

    private static final int DNS_NAME = 2;
    private static final int IP_ADDRESS = 7;

    private ProvenNames() {}

    static boolean include(X509Certificate certificate, String name) {
        byte[] address = NetUtil.createByteArrayFromIpAddressString(name);
        for (List<?> alternative : alternatives(certificate)) {
            if (alternative.get(1) instanceof String text
                    && isNamed(alternative, text, name, address)) {
                return true;
            }
        }
        return false;
    }

    private static Collection<List<?>> alternatives(X509Certificate certificate) {
        try {
            var alternatives = certificate.getSubjectAlternativeNames();
            return alternatives == null ? List.of() : alternatives;
        } catch (CertificateParsingException _) {
            return List.of();
        }
    }

    private static boolean isNamed(
            List<?> alternative, String text, String name, byte @Nullable [] address) {
        return switch ((int) alternative.get(0)) {
            case DNS_NAME -> address == null && matches(lower(text), lower(name));
            case IP_ADDRESS ->
                    address != null
                            && Arrays.equals(
                                    NetUtil.createByteArrayFromIpAddressString(text), address);
            default -> false;
        };
    }

    private static String lower(String name) {
        String lower = name.toLowerCase(Locale.ROOT);
        return lower.endsWith(".") ? lower.substring(0, lower.length() - 1) : lower;
    }

    private static boolean matches(String pattern, String name) {
        if (!pattern.startsWith("*.")) {
            return !pattern.isEmpty() && pattern.equals(name);
        }
        int dot = name.indexOf('.');
        return dot > 0 && name.substring(dot).equals(pattern.substring(1));
    }
}
