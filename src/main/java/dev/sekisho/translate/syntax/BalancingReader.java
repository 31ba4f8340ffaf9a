package dev.sekisho.translate.syntax;

import dev.sekisho.model.http.Balancing;
import dev.sekisho.model.http.HashSource;
import java.util.Locale;
import java.util.Optional;

/// Reads how requests are spread over endpoints.
public final class BalancingReader {

    public static final String EXPECTED =
            "round_robin, least_requests, ewma, hash:client-address, hash:request-uri,"
                    + " hash:header:NAME or hash:cookie:NAME";

    private static final int MAX_NAME = 128;
    private static final String MARKS = "!#$%&'*+-.^_`|~";

    private BalancingReader() {}

    /// Empty for text that means nothing.
    public static Optional<Balancing> read(String text) {
        var word = text.strip();
        return switch (word) {
            case "round_robin" -> Optional.of(new Balancing.RoundRobin());
            case "least_requests" -> Optional.of(new Balancing.LeastRequests());
            case "ewma" -> Optional.of(new Balancing.PeakEwma());
            default ->
                    word.startsWith("hash:")
                            ? source(word.substring(5)).map(Balancing.ConsistentHash::new)
                            : Optional.empty();
        };
    }

    private static Optional<HashSource> source(String word) {
        if (word.equals("client-address")) {
            return Optional.of(new HashSource.ClientAddress());
        }
        if (word.equals("request-uri")) {
            return Optional.of(new HashSource.RequestUri());
        }
        var colon = word.indexOf(':') + 1;
        var name = word.substring(colon);
        if (!isToken(name)) {
            return Optional.empty();
        }
        return switch (word.substring(0, colon)) {
            case "header:" -> Optional.of(new HashSource.Header(name.toLowerCase(Locale.ROOT)));
            case "cookie:" -> Optional.of(new HashSource.Cookie(name));
            default -> Optional.empty();
        };
    }

    /// RFC 9110 5.6.2.
    private static boolean isToken(String name) {
        return !name.isEmpty()
                && name.length() <= MAX_NAME
                && name.chars().allMatch(BalancingReader::isTokenCharacter);
    }

    private static boolean isTokenCharacter(int c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || MARKS.indexOf(c) >= 0;
    }
}
