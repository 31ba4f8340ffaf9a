package dev.sekisho.gateway.http1;

import org.jspecify.annotations.Nullable;

/// The first line of a request: method, target, version (RFC 9112 3).
///
/// One pass over the bytes; the path is rewritten only if the pass saw something to normalise.
final class RequestLine implements FieldBlock.StartLine {

    private static final int LONGEST_METHOD = 64;
    private static final int VERSION_LENGTH = 8;
    private static final byte[] HTTP_1 = Octets.ascii("HTTP/1.");
    private static final byte[] HTTP_SCHEME = Octets.ascii("http://");
    private static final byte[] HTTPS_SCHEME = Octets.ascii("https://");

    private final FieldBlock block;
    private final PathNormaliser normaliser = new PathNormaliser();
    private final int longestTarget;
    private @Nullable RequestRule rule;
    private Method method = Method.OTHER;
    private int start;
    private int methodEnd;
    private int targetEnd;
    private int rawPathStart;
    private int rawPathEnd;
    private int pathStart;
    private int pathEnd;
    private int authorityStart;
    private int authorityEnd;
    private int end;
    private boolean dirty;
    private boolean http10;

    RequestLine(FieldBlock block, int longestTarget) {
        this.block = block;
        this.longestTarget = longestTarget;
    }

    void clear() {
        rule = null;
        start = 0;
        end = 0;
        authorityStart = 0;
        authorityEnd = 0;
        methodEnd = 0;
        targetEnd = 0;
        pathStart = 0;
        pathEnd = 0;
        dirty = false;
        http10 = false;
        method = Method.OTHER;
        normaliser.clear();
    }

    @Override
    public Progress advance() {
        if (!skipsEmptyLine()) {
            return Progress.MORE;
        }
        byte[] bytes = block.bytes();
        int filled = block.filled();
        int at = start;
        while (at < filled && Octets.isToken(bytes[at])) {
            at++;
        }
        if (at - start > LONGEST_METHOD) {
            return refuse(RequestRule.METHOD_NOT_TOKEN);
        }
        if (at == filled) {
            return Progress.MORE;
        }
        if (bytes[at] != ' ' || at == start) {
            return refuse(faultOfMethod(bytes[at], at));
        }
        methodEnd = at;
        return target(bytes, filled, at + 1);
    }

    /// One empty line before a request is forgiven (RFC 9112 2.2). False while it is half there.
    private boolean skipsEmptyLine() {
        byte[] bytes = block.bytes();
        if (start > 0 || bytes[0] != '\r') {
            return true;
        }
        if (block.filled() > 1 && bytes[1] == '\n') {
            start = 2;
        }
        return block.filled() > 1;
    }

    private RequestRule faultOfMethod(byte octet, int at) {
        return switch (octet) {
            case '\n' -> RequestRule.BARE_LF;
            case '\r' -> RequestRule.REQUEST_LINE;
            case ' ', '\t' -> RequestRule.REQUEST_LINE_SPACES;
            default -> at == start ? RequestRule.REQUEST_LINE : RequestRule.METHOD_NOT_TOKEN;
        };
    }

    private Progress target(byte[] bytes, int filled, int from) {
        int at = from;
        while (at < filled && bytes[at] > ' ' && bytes[at] < 0x7f) {
            at++;
        }
        if (at - from > longestTarget) {
            return refuse(RequestRule.TARGET_TOO_LONG);
        }
        if (at == filled) {
            return Progress.MORE;
        }
        if (at == from || bytes[at] != ' ') {
            return refuse(faultOfTarget(bytes[at], at == from));
        }
        targetEnd = at;
        return version(bytes, filled, at + 1);
    }

    private static RequestRule faultOfTarget(byte octet, boolean empty) {
        return switch (octet) {
            case ' ', '\t' -> RequestRule.REQUEST_LINE_SPACES;
            case '\n' -> RequestRule.BARE_LF;
            case '\r' -> RequestRule.REQUEST_LINE;
            default -> empty ? RequestRule.TARGET_FORM : RequestRule.TARGET_OCTET;
        };
    }

    private Progress version(byte[] bytes, int filled, int from) {
        int known = Math.min(filled - from, VERSION_LENGTH);
        for (int i = 0; i < known; i++) {
            if (!fitsVersion(bytes[from + i], i)) {
                return refuse(faultOfVersion(bytes, from, from + i));
            }
        }
        if (filled - from < VERSION_LENGTH + 2) {
            return Progress.MORE;
        }
        int at = from + VERSION_LENGTH;
        if (bytes[at] != '\r' || bytes[at + 1] != '\n') {
            return refuse(faultOfLineEnd(bytes[at]));
        }
        if (bytes[from + 5] != '1' || bytes[at - 1] > '1') {
            return refuse(RequestRule.VERSION_UNKNOWN);
        }
        http10 = bytes[at - 1] == '0';
        end = at + 2;
        return understand(bytes);
    }

    private static boolean fitsVersion(byte octet, int at) {
        boolean digit = at == 5 || at == 7;
        return digit ? Octets.isDigit(octet) : octet == HTTP_1[at];
    }

    private static RequestRule faultOfVersion(byte[] bytes, int from, int at) {
        return switch (bytes[at]) {
            case '\n' -> RequestRule.BARE_LF;
            case ' ', '\t' -> RequestRule.REQUEST_LINE_SPACES;
            default ->
                    at == from && bytes[at] == '\r'
                            ? RequestRule.REQUEST_LINE
                            : RequestRule.VERSION_MALFORMED;
        };
    }

    private static RequestRule faultOfLineEnd(byte octet) {
        return switch (octet) {
            case '\r' -> RequestRule.BARE_CR;
            case '\n' -> RequestRule.BARE_LF;
            case ' ', '\t' -> RequestRule.REQUEST_LINE_SPACES;
            default -> RequestRule.VERSION_MALFORMED;
        };
    }

    private Progress understand(byte[] bytes) {
        method = Method.of(bytes, start, methodEnd);
        if (!method.isServed()) {
            return refuse(RequestRule.METHOD_NOT_ALLOWED);
        }
        RequestRule fault = form(bytes);
        return fault == null ? Progress.COMPLETE : refuse(fault);
    }

    private @Nullable RequestRule form(byte[] bytes) {
        int from = methodEnd + 1;
        if (bytes[from] == '/') {
            return path(bytes, from);
        }
        if (bytes[from] == '*') {
            rawPathStart = from;
            rawPathEnd = targetEnd;
            pathStart = from;
            pathEnd = targetEnd;
            boolean allowed = method == Method.OPTIONS && targetEnd == from + 1;
            return allowed ? null : RequestRule.TARGET_FORM;
        }
        return absolute(bytes, from);
    }

    private @Nullable RequestRule absolute(byte[] bytes, int from) {
        int scheme = schemeLength(bytes, from);
        if (scheme == 0) {
            return RequestRule.TARGET_FORM;
        }
        int at = from + scheme;
        authorityStart = at;
        while (at < targetEnd && bytes[at] != '/' && bytes[at] != '?' && bytes[at] != '#') {
            at++;
        }
        authorityEnd = at;
        if (at < targetEnd && bytes[at] == '/') {
            return path(bytes, at);
        }
        return at < targetEnd ? RequestRule.TARGET_FORM : rootPath();
    }

    /// `http://host` asks for the root; the slash of its scheme serves as that path.
    private @Nullable RequestRule rootPath() {
        pathStart = authorityStart - 1;
        pathEnd = authorityStart;
        rawPathStart = targetEnd;
        rawPathEnd = targetEnd;
        return null;
    }

    private int schemeLength(byte[] bytes, int from) {
        for (byte[] scheme : new byte[][] {HTTP_SCHEME, HTTPS_SCHEME}) {
            int length = scheme.length;
            if (targetEnd - from > length
                    && Octets.equalsIgnoreCase(bytes, from, from + length, scheme)) {
                return length;
            }
        }
        return 0;
    }

    private @Nullable RequestRule path(byte[] bytes, int from) {
        int at = from;
        byte before = 0;
        while (at < targetEnd) {
            byte octet = bytes[at];
            byte kind = Octets.target(octet);
            if (kind != Octets.PLAIN_TARGET) {
                if (kind == 0 || kind == Octets.QUERY) {
                    break;
                }
                dirty |= kind >= Octets.PERCENT || before == '/';
            }
            before = octet;
            at++;
        }
        rawPathStart = from;
        rawPathEnd = at;
        pathStart = from;
        pathEnd = at;
        return restOfTarget(bytes, at);
    }

    private @Nullable RequestRule restOfTarget(byte[] bytes, int from) {
        if (from < targetEnd && bytes[from] != '?') {
            return RequestRule.TARGET_FRAGMENT;
        }
        for (int at = from; at < targetEnd; at++) {
            if (bytes[at] == '#') {
                return RequestRule.TARGET_FRAGMENT;
            }
        }
        return null;
    }

    /// Rewrites the path behind the head if it is not in its one form yet.
    @Nullable RequestRule normalise() {
        if (!dirty || rawPathStart == rawPathEnd) {
            return null;
        }
        int room = PathNormaliser.room(block.bytes(), rawPathStart, rawPathEnd);
        pathStart = block.reserve(room);
        pathEnd = normaliser.rewrite(block.bytes(), rawPathStart, rawPathEnd, pathStart);
        return normaliser.fault();
    }

    /// What is unusual about the path, as bits of `PathOddity`.
    int oddities() {
        return normaliser.oddities();
    }

    private Progress refuse(RequestRule broken) {
        rule = broken;
        return Progress.REFUSED;
    }

    @Nullable RequestRule rule() {
        return rule;
    }

    Method method() {
        return method;
    }

    int start() {
        return start;
    }

    int methodEnd() {
        return methodEnd;
    }

    int targetStart() {
        return Math.min(methodEnd + 1, targetEnd);
    }

    int targetEnd() {
        return targetEnd;
    }

    int pathStart() {
        return pathStart;
    }

    int pathEnd() {
        return pathEnd;
    }

    int queryStart() {
        return rawPathEnd;
    }

    @Override
    public int end() {
        return end;
    }

    /// Whether neither the second word can be a target nor the third, which is one, a version.
    boolean isForeign() {
        byte[] bytes = block.bytes();
        byte first = bytes[methodEnd + 1];
        byte third = Octets.lower(bytes[targetEnd + 1]);
        return first != '/'
                && first != '*'
                && schemeLength(bytes, methodEnd + 1) == 0
                && third >= 'a'
                && third <= 'z'
                && third != 'h';
    }

    boolean isHttp10() {
        return http10;
    }

    boolean hasAuthority() {
        return authorityEnd > 0;
    }

    int authorityStart() {
        return authorityStart;
    }

    int authorityEnd() {
        return authorityEnd;
    }

    boolean isPlain() {
        return !dirty && authorityEnd == 0;
    }
}
