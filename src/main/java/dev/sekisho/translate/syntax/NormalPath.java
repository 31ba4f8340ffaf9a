package dev.sekisho.translate.syntax;

import dev.sekisho.model.http.PathOddity;
import dev.sekisho.model.http.PathPolicy;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayDeque;
import java.util.HexFormat;
import java.util.regex.Pattern;

/// Brings the path of a rule into the form that the gateway gives to request paths before it
/// matches them: unreserved characters decoded, escapes in upper case, dot segments resolved,
/// slashes merged. Text that no request path of its host can have in that form is refused.
final class NormalPath {

    /// A request line that is longer never gets as far as the rules.
    private static final int MAX = 8192;

    private static final String NEVER = "can never match: ";

    /// Linear: no part of it can match in two ways.
    private static final Pattern DOUBLE_ESCAPE = Pattern.compile("%25[0-9A-Fa-f]{2}");

    private static final HexFormat HEX = HexFormat.of().withUpperCase();

    private final String raw;
    private final int allowed;
    private final StringBuilder normal = new StringBuilder();
    private String problem = "";

    private NormalPath(String raw, PathPolicy policy) {
        this.raw = raw;
        this.allowed = policy.mask();
    }

    static Reading<String> of(String raw, PathPolicy policy) {
        if (!raw.startsWith("/")) {
            return Reading.invalid(
                    "path " + Excerpt.of(raw) + " is not absolute (expected: '/' first)");
        }
        if (raw.length() > MAX) {
            return Reading.invalid(
                    "path " + Excerpt.of(raw) + " is too long (expected: at most 8192 characters)");
        }
        return isPlain(raw) ? Reading.valid(raw) : new NormalPath(raw, policy).normalised();
    }

    /// Nearly every path there is: nothing in it could be changed or refused.
    private static boolean isPlain(String raw) {
        for (int i = 0; i < raw.length(); i++) {
            var c = raw.charAt(i);
            var next = i + 1 < raw.length() ? raw.charAt(i + 1) : 'x';
            if (c == '/' ? next == '/' || next == '.' : !isUnreserved(c)) {
                return false;
            }
        }
        return true;
    }

    private Reading<String> normalised() {
        var i = 0;
        while (i < raw.length() && problem.isEmpty()) {
            i = raw.charAt(i) == '%' ? escape(i) : character(i);
        }
        noteWhole();
        var path = problem.isEmpty() ? resolved() : "";
        return problem.isEmpty()
                ? Reading.valid(path)
                : Reading.invalid("path " + Excerpt.of(raw) + " " + problem);
    }

    private int escape(int at) {
        if (at + 2 >= raw.length()
                || !HexFormat.isHexDigit(raw.charAt(at + 1))
                || !HexFormat.isHexDigit(raw.charAt(at + 2))) {
            problem = "has a broken escape (expected: two hexadecimal digits after '%')";
            return at;
        }
        var value = (char) HexFormat.fromHexDigits(raw, at + 1, at + 3);
        switch (value) {
            case '/' -> note(PathOddity.ENCODED_SLASH, escaped(value));
            case '\\' -> note(PathOddity.BACKSLASH, escaped(value));
            case ';' -> note(PathOddity.PARAMETER, escaped(value));
            default -> {
                if (isControl(value)) {
                    note(PathOddity.CONTROL, escaped(value));
                }
            }
        }
        normal.append(isUnreserved(value) ? String.valueOf(value) : escaped(value));
        return at + 3;
    }

    private void note(PathOddity oddity, String text) {
        if ((allowed & oddity.mask()) == 0 && problem.isEmpty()) {
            problem = NEVER + "requests with " + text + " are refused";
        }
    }

    /// What only several escapes together are.
    private void noteWhole() {
        if (DOUBLE_ESCAPE.matcher(normal).find()) {
            note(PathOddity.DOUBLE_ESCAPE, "%25 before two hexadecimal digits");
        }
        if (problem.isEmpty() && !isUtf8()) {
            note(PathOddity.NOT_UTF8, "escapes that are not UTF-8");
        }
    }

    private boolean isUtf8() {
        var bytes = ByteBuffer.allocate(normal.length());
        for (var i = 0; i < normal.length(); i++) {
            if (normal.charAt(i) == '%') {
                bytes.put((byte) HexFormat.fromHexDigits(normal, i + 1, i + 3));
                i += 2;
            } else {
                bytes.put((byte) normal.charAt(i));
            }
        }
        try {
            StandardCharsets.UTF_8.newDecoder().decode(bytes.flip());
            return true;
        } catch (CharacterCodingException notUtf8) {
            return false;
        }
    }

    private int character(int at) {
        var point = raw.codePointAt(at);
        switch (point) {
            case ';' -> note(PathOddity.PARAMETER, "';'");
            case '\\' -> note(PathOddity.BACKSLASH, "'\\'");
            default -> problem = problemOf(point);
        }
        if (point > ' ' && point < 0x7f && point != '\\') {
            normal.append((char) point);
        } else if (problem.isEmpty()) {
            for (var b : Character.toString(point).getBytes(StandardCharsets.UTF_8)) {
                normal.append(escaped(b & 0xff));
            }
        }
        return at + Character.charCount(point);
    }

    private static String problemOf(int point) {
        return switch (point) {
            case '?', '#' -> NEVER + "'" + (char) point + "' is not part of a path";
            default ->
                    isControl(point) || Character.getType(point) == Character.SURROGATE
                            ? NEVER + "it has a character that no request may carry"
                            : "";
        };
    }

    private static String escaped(int value) {
        return "%" + HEX.toHexDigits((byte) value);
    }

    /// RFC 3986 §5.2.4, with empty segments dropped before they count.
    private String resolved() {
        var kept = new ArrayDeque<String>();
        var segments = normal.substring(1).split("/", -1);
        for (var segment : segments) {
            if (segment.equals("..") && kept.pollLast() == null) {
                problem = NEVER + "requests for what is above '/' are refused";
            } else if (!isDots(segment)) {
                kept.addLast(segment);
            }
        }
        var isFolder = isDots(segments[segments.length - 1]);
        return kept.isEmpty() ? "/" : "/" + String.join("/", kept) + (isFolder ? "/" : "");
    }

    private static boolean isDots(String segment) {
        return segment.isEmpty() || segment.equals(".") || segment.equals("..");
    }

    private static boolean isControl(int c) {
        return c < 0x20 || c == 0x7f;
    }

    private static boolean isUnreserved(char c) {
        return (c >= 'a' && c <= 'z')
                || (c >= 'A' && c <= 'Z')
                || (c >= '0' && c <= '9')
                || c == '-'
                || c == '.'
                || c == '_'
                || c == '~';
    }
}
