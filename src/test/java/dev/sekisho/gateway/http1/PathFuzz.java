package dev.sekisho.gateway.http1;

import java.util.ArrayDeque;
import java.util.Locale;
import org.jspecify.annotations.Nullable;

/// The path of an accepted request has one form: that of a model, without dot segments, double
/// slashes, or anything that decodes to a separator, and the form of the form is itself.
public final class PathFuzz {

    private static final String UNRESERVED =
            "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789-._~";

    private PathFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        String raw = "/" + Claims.latin(input);
        if (raw.indexOf(' ') >= 0 || raw.indexOf('\r') >= 0) {
            return;
        }
        RequestHead head = request(raw);
        if (head == null) {
            return;
        }
        String path = Claims.text(head, head.pathStart(), head.pathEnd());
        int query = raw.indexOf('?');
        String model = normalised(query < 0 ? raw : raw.substring(0, query));
        Claims.same("the form of the model", model, path);
        checkForm(path);
        RequestHead again = request(path);
        Claims.that("the form is accepted: " + path, again != null);
        if (again != null) {
            Claims.same("its form", path, Claims.text(again, again.pathStart(), again.pathEnd()));
        }
        Claims.same(
                "the query as it came",
                query < 0 ? "" : raw.substring(query),
                Claims.text(head, head.queryStart(), head.targetEnd()));
    }

    private static @Nullable RequestHead request(String target) {
        return Claims.accepted("GET " + target + " HTTP/1.1\r\nHost: a\r\n\r\n");
    }

    private static void checkForm(String path) {
        String lower = path.toLowerCase(Locale.ROOT);
        Claims.that("rooted: " + path, path.startsWith("/"));
        Claims.that("no empty segment: " + path, !path.contains("//"));
        for (String segment : path.split("/", -1)) {
            Claims.that("no dot segment: " + path, !segment.equals(".") && !segment.equals(".."));
        }
        for (String hidden : new String[] {"%2f", "%5c", "%00", "\\", ";", "#", "?"}) {
            Claims.that("nothing that separates: " + path, !lower.contains(hidden));
        }
        for (int i = 0; i < path.length(); i++) {
            Claims.that("visible ASCII: " + path, path.charAt(i) > ' ' && path.charAt(i) < 0x7f);
        }
    }

    /// RFC 3986 6.2.2 and 5.2.4 on strings; null for an escape that is none.
    private static @Nullable String normalised(String raw) {
        String decoded = decoded(raw);
        if (decoded == null) {
            return null;
        }
        String[] segments = decoded.substring(1).split("/", -1);
        ArrayDeque<String> kept = kept(segments);
        if (kept == null) {
            return null;
        }
        String last = segments[segments.length - 1];
        boolean folder = last.isEmpty() || last.equals(".") || last.equals("..");
        String joined = "/" + String.join("/", kept);
        return folder && !kept.isEmpty() ? joined + "/" : joined;
    }

    private static @Nullable ArrayDeque<String> kept(String[] segments) {
        ArrayDeque<String> kept = new ArrayDeque<>();
        for (String segment : segments) {
            if (segment.equals("..")) {
                if (kept.pollLast() == null) {
                    return null;
                }
            } else if (!segment.isEmpty() && !segment.equals(".")) {
                kept.addLast(segment);
            }
        }
        return kept;
    }

    private static @Nullable String decoded(String raw) {
        StringBuilder out = new StringBuilder();
        for (int i = 0; i < raw.length(); i++) {
            if (raw.charAt(i) != '%') {
                out.append(raw.charAt(i));
                continue;
            }
            if (i + 3 > raw.length() || !raw.substring(i + 1, i + 3).matches("[0-9a-fA-F]{2}")) {
                return null;
            }
            char octet = (char) Integer.parseInt(raw.substring(i + 1, i + 3), 16);
            boolean plain = UNRESERVED.indexOf(octet) >= 0;
            out.append(plain ? octet : raw.substring(i, i + 3).toUpperCase(Locale.ROOT));
            i += 2;
        }
        return out.toString();
    }
}
