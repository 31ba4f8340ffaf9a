package dev.sekisho.gateway.http1;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// Which fields may stand in a trailer section (RFC 9110 6.5.1).
///
/// Not those that frame, route, authenticate, condition or describe a message, in any spelling that
/// a program could take for theirs: many programs add trailers to the fields of the head.
public final class TrailerNames {

    /// Those that `KnownName` does not have.
    private static final Set<String> FORBIDDEN =
            Stream.of(
                            List.of("max-forwards", "via", "range", "if-match", "if-none-match"),
                            List.of("if-modified-since", "if-unmodified-since", "if-range"),
                            List.of("proxy-authorization", "proxy-authenticate"),
                            List.of("www-authenticate", "authentication-info", "cookie2"),
                            List.of("proxy-authentication-info", "set-cookie2", "origin"),
                            List.of("age", "expires", "location", "retry-after", "vary", "pragma"),
                            List.of("warning", "allow", "content-location", "content-disposition"),
                            List.of("content-language", "accept-encoding", "status", "alt-svc"),
                            List.of("strict-transport-security", "refresh", "x-method-override"),
                            List.of("x-http-method-override", "x-http-method", "x-host"))
                    .flatMap(List::stream)
                    .collect(Collectors.toUnmodifiableSet());

    private TrailerNames() {}

    /// Whether the field name at this place may stand in a trailer section.
    public static boolean isAllowed(byte[] bytes, int start, int end) {
        byte[] folded = new byte[end - start];
        for (int i = 0; i < folded.length; i++) {
            byte octet = Octets.lower(bytes[start + i]);
            folded[i] = Octets.name(octet) == Octets.PLAIN_NAME ? octet : (byte) '-';
        }
        return KnownName.of(folded, 0, folded.length) == KnownName.OTHER
                && !FORBIDDEN.contains(new String(folded, StandardCharsets.US_ASCII));
    }

    /// Whether all names of a list may.
    static boolean areAllowed(byte[] bytes, int start, int end) {
        int at = start;
        while (at < end) {
            int from = at;
            while (at < end && Octets.isToken(bytes[at])) {
                at++;
            }
            if (at > from && !isAllowed(bytes, from, at)) {
                return false;
            }
            at = Math.max(at, from + 1);
        }
        return true;
    }
}
