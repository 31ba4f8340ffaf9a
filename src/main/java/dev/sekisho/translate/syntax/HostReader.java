package dev.sekisho.translate.syntax;

import dev.sekisho.model.HostPattern;
import java.util.Locale;

/// Reads the host of a rule or of a `tls` entry: a DNS name, or `*.` before one.
public final class HostReader {

    private static final HostPattern ANY = new HostPattern.Any();
    private static final int MAX_NAME = 253;
    private static final int MAX_LABEL = 63;

    private HostReader() {}

    /// An empty text is every host. Upper case is taken as lower case.
    public static Reading<HostPattern> read(String text) {
        if (text.isEmpty()) {
            return Reading.valid(ANY);
        }
        var problem = problemOf(text);
        if (!problem.isEmpty()) {
            return Reading.invalid("host " + Excerpt.of(text) + " " + problem);
        }
        var name = text.toLowerCase(Locale.ROOT);
        return Reading.valid(
                name.startsWith("*.")
                        ? new HostPattern.Wildcard(name.substring(1))
                        : new HostPattern.Exact(name));
    }

    private static String problemOf(String text) {
        if (text.length() > MAX_NAME) {
            return "is too long (expected: at most 253 characters)";
        }
        if (isAddress(text)) {
            return "is an IP address (expected: a DNS name)";
        }
        if (text.indexOf(':') >= 0) {
            return "has a port (expected: a DNS name alone)";
        }
        var name = text.startsWith("*.") ? text.substring(2) : text;
        if (name.indexOf('*') >= 0) {
            return "has a misplaced wildcard (expected: '*.' once, before a DNS name)";
        }
        return isDnsName(name)
                ? ""
                : "is not a DNS name (expected: labels of a-z, 0-9 and '-', joined by dots)";
    }

    /// Only text that ends or is joined like an address is worth parsing as one.
    private static boolean isAddress(String text) {
        var last = text.charAt(text.length() - 1);
        var maybe = text.indexOf(':') >= 0 || (last >= '0' && last <= '9');
        return text.startsWith("[") || (maybe && IpAddress.parse(text).isPresent());
    }

    /// RFC 1123 labels of ASCII letters, digits and inner hyphens; no empty one.
    static boolean isDnsName(String name) {
        var start = 0;
        while (true) {
            var dot = name.indexOf('.', start);
            var end = dot < 0 ? name.length() : dot;
            if (!isLabel(name, start, end)) {
                return false;
            }
            if (dot < 0) {
                return true;
            }
            start = dot + 1;
        }
    }

    private static boolean isLabel(String name, int start, int end) {
        if (end <= start || end - start > MAX_LABEL) {
            return false;
        }
        for (int i = start; i < end; i++) {
            var c = name.charAt(i);
            var atEdge = i == start || i == end - 1;
            if (!isAlphanumeric(c) && (c != '-' || atEdge)) {
                return false;
            }
        }
        return true;
    }

    private static boolean isAlphanumeric(char c) {
        return (c >= 'a' && c <= 'z') || (c >= '0' && c <= '9') || (c >= 'A' && c <= 'Z');
    }
}
