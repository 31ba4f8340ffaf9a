package dev.sekisho.cli;

import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.PublishedAddress;
import dev.sekisho.model.http.Balancing;
import dev.sekisho.model.http.RetryCondition;
import dev.sekisho.translate.TranslationSettings.BackendRef;
import dev.sekisho.translate.syntax.BalancingReader;
import dev.sekisho.translate.syntax.RetryReader;
import java.time.Duration;
import java.util.Arrays;
import java.util.Locale;
import java.util.Set;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The kinds of values that options take.
final class Grammars {

    private static final Pattern AMOUNT = Pattern.compile("(\\d{1,15})([a-z]{0,2})");
    private static final Pattern NAME = Pattern.compile("[a-z0-9]([-a-z0-9.]{0,251}[a-z0-9])?");
    private static final Pattern NAMESPACED = Pattern.compile("([^/]+)/([^/]+)");
    private static final Pattern SERVICE_PORT = Pattern.compile("([^/]+)/([^/:]+):(\\d{1,5})");

    static final Grammar<Integer> PORT =
            new Grammar<>("PORT", "a port, 0 to 65535", text -> within(text, 0, 65535));

    static final Grammar<Integer> BIT =
            new Grammar<>("N", "a whole number, 0 to 31", text -> within(text, 0, 31));

    static final Grammar<Integer> LOOPS =
            new Grammar<>("N", "a whole number, 0 to 1024", text -> within(text, 0, 1024));

    static final Grammar<Integer> TRIES =
            new Grammar<>("N", "a whole number, 0 to 100", text -> within(text, 0, 100));

    static final Grammar<Integer> PERCENT =
            new Grammar<>("N", "a whole number, 0 to 100", text -> within(text, 0, 100));

    static final Grammar<Integer> FAILURES =
            new Grammar<>("N", "a whole number, 0 to 1000", text -> within(text, 0, 1000));

    static final Grammar<Integer> CONNECTIONS =
            new Grammar<>("N", "a whole number, 0 to 65535", text -> within(text, 0, 65535));

    static final Grammar<Integer> REQUESTS =
            new Grammar<>(
                    "N", "a whole number above 0", text -> within(text, 1, Integer.MAX_VALUE));

    static final Grammar<Integer> CAP =
            new Grammar<>(
                    "N", "a whole number; 0 is no cap", text -> within(text, 0, Integer.MAX_VALUE));

    static final Grammar<Integer> STATUS =
            new Grammar<>("STATUS", "a status of HTTP", text -> within(text, 100, 599));

    static final Grammar<Duration> DURATION =
            new Grammar<>("TIME", "a time such as 500ms, 5s, 2m or 1h", text -> duration(text));

    static final Grammar<Duration> TIMEOUT =
            new Grammar<>(
                    "TIME",
                    "a time above 0 such as 500ms, 5s, 2m or 1h",
                    text -> positive(duration(text)));

    static final Grammar<Long> SIZE =
            new Grammar<>("SIZE", "bytes, such as 512k, 8m or 1g; 0 is no limit", Grammars::size);

    static final Grammar<Integer> HEAD_SIZE =
            new Grammar<>(
                    "SIZE",
                    "bytes from 64 to 1m, such as 8k",
                    text -> within(Long.toString(size(text)), 64, 1 << 20));

    static final Grammar<Integer> HEAD_FIELDS =
            new Grammar<>("N", "a whole number, 1 to 10000", text -> within(text, 1, 10_000));

    static final Grammar<Long> RATE =
            new Grammar<>("BYTES", "bytes a second, such as 240 or 1k; 0 is none", Grammars::size);

    static final Grammar<Integer> ROOM =
            new Grammar<>("SIZE", "bytes, such as 512k or 8m, at most 1g", Grammars::room);

    static final Grammar<Boolean> SWITCH =
            new Grammar<>("true|false", "true or false", Grammars::truth);

    static final Grammar<String> TEXT = new Grammar<>("TEXT", "text", text -> text);

    static final Grammar<String> FOLDER = new Grammar<>("FOLDER", "a folder", text -> text);

    static final Grammar<String> FILE = new Grammar<>("FILE", "a file", text -> text);

    static final Grammar<String> OBJECT_NAME =
            new Grammar<>("NAME", "a Kubernetes name", Grammars::name);

    static final Grammar<String> ADDRESS =
            new Grammar<>("ADDRESS", "an IPv4 or IPv6 address", IpLiteral::checked);

    static final Grammar<String> CIDR =
            new Grammar<>(
                    "CIDR", "an address or a block such as 10.0.0.0/8", IpLiteral::checkedBlock);

    static final Grammar<ObjectRef> SECRET =
            new Grammar<>("NS/NAME", "NAMESPACE/NAME of a Secret", text -> named("Secret", text));

    static final Grammar<ObjectRef> SERVICE =
            new Grammar<>("NS/NAME", "NAMESPACE/NAME of a Service", text -> named("Service", text));

    static final Grammar<BackendRef> BACKEND =
            new Grammar<>(
                    "NS/NAME:PORT", "NAMESPACE/NAME:PORT of a Service", Grammars::servicePort);

    static final Grammar<PublishedAddress> PUBLISHED =
            new Grammar<>("ADDRESS", "an address or a host name", Grammars::published);

    static final Grammar<Balancing> BALANCING =
            new Grammar<>(
                    "POLICY",
                    BalancingReader.EXPECTED,
                    text -> BalancingReader.read(text).orElseThrow(IllegalArgumentException::new));

    static final Grammar<Set<RetryCondition>> RETRY_CONDITIONS =
            new Grammar<>(
                    "WORDS",
                    RetryReader.EXPECTED,
                    text -> RetryReader.read(text).orElseThrow(IllegalArgumentException::new));

    private Grammars() {}

    /// One of the constants, in lower case.
    static <E extends Enum<E>> Grammar<E> oneOf(Class<E> type) {
        var words =
                Arrays.stream(type.getEnumConstants())
                        .map(constant -> constant.name().toLowerCase(Locale.ROOT))
                        .collect(Collectors.joining("|"));
        return new Grammar<>(
                words,
                words.replace("|", " or "),
                text -> Enum.valueOf(type, lowerCase(text).toUpperCase(Locale.ROOT)));
    }

    private static String lowerCase(String text) {
        check(text.equals(text.toLowerCase(Locale.ROOT)));
        return text;
    }

    private static int within(String text, int least, int most) {
        var number = Integer.parseInt(text);
        check(number >= least && number <= most);
        return number;
    }

    private static Duration duration(String text) {
        var amount = AMOUNT.matcher(text);
        check(amount.matches());
        var number = Long.parseLong(amount.group(1));
        check(number < 1_000_000_000);
        return switch (amount.group(2)) {
            case "ms" -> Duration.ofMillis(number);
            case "s", "" -> Duration.ofSeconds(number);
            case "m" -> Duration.ofMinutes(number);
            case "h" -> Duration.ofHours(number);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static Duration positive(Duration time) {
        check(time.isPositive());
        return time;
    }

    private static long size(String text) {
        var amount = AMOUNT.matcher(text.toLowerCase(Locale.ROOT));
        check(amount.matches());
        var number = Long.parseLong(amount.group(1));
        check(number < 1L << 40);
        return switch (amount.group(2)) {
            case "" -> number;
            case "k", "ki" -> number << 10;
            case "m", "mi" -> number << 20;
            case "g", "gi" -> Math.multiplyExact(number, 1L << 30);
            default -> throw new IllegalArgumentException(text);
        };
    }

    private static int room(String text) {
        var bytes = size(text);
        check(bytes <= 1L << 30);
        return (int) bytes;
    }

    private static boolean truth(String text) {
        check(text.equals("true") || text.equals("false"));
        return text.equals("true");
    }

    private static String name(String text) {
        check(NAME.matcher(text).matches());
        return text;
    }

    private static ObjectRef named(String kind, String text) {
        var parts = NAMESPACED.matcher(text);
        check(parts.matches());
        return new ObjectRef(kind, name(parts.group(1)), name(parts.group(2)));
    }

    private static BackendRef servicePort(String text) {
        var parts = SERVICE_PORT.matcher(text);
        check(parts.matches());
        var service = ObjectRef.service(name(parts.group(1)), name(parts.group(2)));
        return new BackendRef(service, within(parts.group(3), 1, 65535));
    }

    private static PublishedAddress published(String text) {
        return IpLiteral.matches(text)
                ? new PublishedAddress.Ip(text)
                : new PublishedAddress.Hostname(name(text));
    }

    private static void check(boolean holds) {
        if (!holds) {
            throw new IllegalArgumentException("not understood");
        }
    }
}
