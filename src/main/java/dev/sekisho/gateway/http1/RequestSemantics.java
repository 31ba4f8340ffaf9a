package dev.sekisho.gateway.http1;

import org.jspecify.annotations.Nullable;

/// What the fields of a request mean together: its host, its framing, its connection.
final class RequestSemantics {

    static final int NONE = -1;
    private static final int SEVERAL = -2;

    private static final byte[] CONTINUE = Octets.ascii("100-continue");

    private final FieldBlock fields;
    private final RequestLine line;
    private final PathTolerance tolerance;
    private final Authority host = new Authority();
    private final Framing framing = new Framing();
    private final ConnectionOptions connection = new ConnectionOptions();
    private boolean hostSeen;
    private boolean expectsContinue;
    private int upgrade = NONE;

    RequestSemantics(FieldBlock fields, RequestLine line, PathTolerance tolerance) {
        this.fields = fields;
        this.line = line;
        this.tolerance = tolerance;
    }

    void clear() {
        host.clear();
        framing.clear();
        connection.clear();
        hostSeen = false;
        expectsContinue = false;
        upgrade = NONE;
    }

    /// The rule that the head breaks, if any.
    @Nullable RequestRule check() {
        int count = fields.count();
        for (int i = 0; i < count; i++) {
            RequestRule fault = field(i);
            if (fault != null) {
                return fault;
            }
        }
        RequestRule fault = framing.check(line.isHttp10());
        if (fault == null) {
            fault = checkHost();
        }
        if (fault != null) {
            return fault;
        }
        connection.nominate(fields);
        return checkPath();
    }

    private @Nullable RequestRule checkPath() {
        RequestRule fault = line.normalise();
        if (fault != null || line.oddities() == 0) {
            return fault;
        }
        int allowed = tolerance.allowed(fields.bytes(), host.start(), host.nameEnd());
        return PathNormaliser.ruleOf(line.oddities() & ~allowed);
    }

    private @Nullable RequestRule field(int i) {
        return switch (fields.name(i)) {
            case OTHER -> null;
            case HOST -> host(i);
            case CONTENT_LENGTH ->
                    framing.length(fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
            case TRANSFER_ENCODING ->
                    framing.coding(fields.bytes(), fields.valueStart(i), fields.valueEnd(i));
            case CONNECTION -> connection.read(fields, i) ? null : RequestRule.CONNECTION_MALFORMED;
            case EXPECT -> expect(i);
            case UPGRADE -> {
                upgrade = upgrade == NONE ? i : SEVERAL;
                yield null;
            }
            default -> null;
        };
    }

    private @Nullable RequestRule host(int i) {
        if (hostSeen) {
            return RequestRule.HOST_REPEATED;
        }
        hostSeen = true;
        return host.parse(fields.bytes(), fields.valueStart(i), fields.valueEnd(i))
                ? null
                : RequestRule.HOST_MALFORMED;
    }

    private @Nullable RequestRule checkHost() {
        if (!hostSeen) {
            return line.isHttp10() && !line.hasAuthority() ? null : RequestRule.HOST_MISSING;
        }
        if (!line.hasAuthority()) {
            return null;
        }
        int length = host.end() - host.start();
        if (line.authorityEnd() - line.authorityStart() != length) {
            return RequestRule.HOST_DIFFERS;
        }
        byte[] bytes = fields.bytes();
        for (int i = 0; i < length; i++) {
            byte wanted = Octets.lower(bytes[line.authorityStart() + i]);
            if (wanted != Octets.lower(bytes[host.start() + i])) {
                return RequestRule.HOST_DIFFERS;
            }
        }
        return null;
    }

    private @Nullable RequestRule expect(int i) {
        int start = fields.valueStart(i);
        if (!Octets.equalsIgnoreCase(fields.bytes(), start, fields.valueEnd(i), CONTINUE)) {
            return RequestRule.EXPECTATION_UNKNOWN;
        }
        expectsContinue = !line.isHttp10();
        return null;
    }

    Authority host() {
        return host;
    }

    long contentLength() {
        return framing.contentLength();
    }

    boolean isChunked() {
        return framing.isChunked();
    }

    boolean expectsContinue() {
        return expectsContinue && (framing.isChunked() || framing.contentLength() > 0);
    }

    /// The only `Upgrade`, where the sender means it for us; `NONE` if there is none such.
    int upgradeField() {
        boolean meant = upgrade >= 0 && fields.name(upgrade) == KnownName.NOMINATED;
        return meant && !line.isHttp10() ? upgrade : NONE;
    }

    boolean isKeepAlive() {
        return connection.isPersistent(line.isHttp10());
    }
}
