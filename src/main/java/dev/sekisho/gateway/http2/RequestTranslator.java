package dev.sekisho.gateway.http2;

import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.AsciiString;
import org.jspecify.annotations.Nullable;

/// Turns the header list of a request into the head of the HTTP/1.1 request that means the same
/// (RFC 9113 8.3.1), and its trailers into a trailer section.
///
/// Nothing gets through that could end a line or frame a body: what is left is for the rules of
/// HTTP/1.1 to judge. Belongs to one connection; holds nothing between two requests.
final class RequestTranslator {

    private static final AsciiString METHOD = AsciiString.cached(":method");
    private static final AsciiString SCHEME = AsciiString.cached(":scheme");
    private static final AsciiString PATH = AsciiString.cached(":path");
    private static final AsciiString AUTHORITY = AsciiString.cached(":authority");
    private static final AsciiString CONNECT = AsciiString.cached("CONNECT");
    private static final AsciiString HOST = AsciiString.cached("host");
    private static final AsciiString COOKIE = AsciiString.cached("cookie");
    private static final AsciiString LENGTH = AsciiString.cached("content-length");
    private static final AsciiString TE = AsciiString.cached("te");
    private static final byte[] VERSION = ascii(" HTTP/1.1\r\n");
    private static final byte[] ABSOLUTE = ascii("http://");
    private static final int CRLF = '\r' << 8 | '\n';
    private static final byte[] HOST_FIELD = ascii("host: ");
    private static final byte[] COOKIE_FIELD = ascii("cookie: ");
    private static final byte[] CRUMB = ascii("; ");
    private static final byte[] CHUNKED = ascii("transfer-encoding: chunked\r\n");
    private static final byte[] LAST_CHUNK = ascii("0\r\n");

    /// Whether a body follows a head.
    enum Following {
        BODY,
        NOTHING
    }

    private final int mostCrumbs;
    private @Nullable CharSequence method;
    private @Nullable CharSequence scheme;
    private @Nullable CharSequence path;
    private @Nullable CharSequence authority;
    private @Nullable CharSequence protocol;
    private @Nullable CharSequence host;
    private boolean tunnel;
    private int hosts;
    private int crumbs;
    private int regular;
    private long length;

    RequestTranslator(int mostCrumbs) {
        this.mostCrumbs = mostCrumbs;
    }

    private static byte[] ascii(String text) {
        return new AsciiString(text).toByteArray();
    }

    /// The length that the last head has announced, -1 if none.
    long length() {
        return length;
    }

    /// Whether the last head asks for a tunnel.
    boolean isTunnel() {
        return tunnel;
    }

    /// Puts the head into `out`, or says which rule it breaks.
    @Nullable Http2Rule head(HeaderList list, Following following, ByteBuf out) {
        clear();
        Http2Rule fault = read(list);
        if (fault == null) {
            fault = check(following);
        }
        if (fault == null) {
            write(list, following, out);
        }
        clearTexts();
        return fault;
    }

    private void clear() {
        clearTexts();
        tunnel = false;
        hosts = 0;
        crumbs = 0;
        length = -1;
    }

    private void clearTexts() {
        method = null;
        scheme = null;
        path = null;
        authority = null;
        protocol = null;
        host = null;
    }

    private @Nullable Http2Rule read(HeaderList list) {
        int count = list.count();
        regular = 0;
        while (regular < count && isPseudo(list.name(regular))) {
            if (!pseudo(list.name(regular), list.value(regular))) {
                return Http2Rule.PSEUDO_FIELD;
            }
            regular++;
        }
        for (int i = regular; i < count; i++) {
            Http2Rule fault = field(list.name(i), list.value(i));
            if (fault != null) {
                return fault;
            }
            note(list.name(i), list.value(i));
        }
        return null;
    }

    static boolean isPseudo(CharSequence name) {
        return !name.isEmpty() && name.charAt(0) == ':';
    }

    /// Whether it is one of those that a request has, for the first time.
    private boolean pseudo(CharSequence name, CharSequence value) {
        if (Text.equals(name, METHOD)) {
            boolean first = method == null;
            method = value;
            return first;
        }
        if (Text.equals(name, PATH)) {
            boolean first = path == null;
            path = value;
            return first;
        }
        if (Text.equals(name, SCHEME)) {
            boolean first = scheme == null;
            scheme = value;
            return first;
        }
        if (Text.equals(name, ExtendedConnect.PROTOCOL)) {
            boolean first = protocol == null;
            protocol = value;
            return first;
        }
        boolean first = authority == null;
        authority = value;
        return first && Text.equals(name, AUTHORITY);
    }

    /// The rule that a field of a request, a response or of trailers breaks, if it breaks one.
    static @Nullable Http2Rule field(CharSequence name, CharSequence value) {
        if (isPseudo(name)) {
            return Http2Rule.PSEUDO_FIELD;
        }
        if (!Text.isFieldName(name)) {
            return Http2Rule.FIELD_NAME;
        }
        if (!Text.isFieldValue(value)) {
            return Http2Rule.FIELD_VALUE;
        }
        return isOfConnection(name, value) ? Http2Rule.CONNECTION_FIELD : null;
    }

    private static boolean isOfConnection(CharSequence name, CharSequence value) {
        return switch (name.length()) {
            case 2 ->
                    Text.equals(name, TE)
                            && !AsciiString.contentEqualsIgnoreCase(value, "trailers");
            case 7 -> Text.equals(name, "upgrade");
            case 10 -> Text.equals(name, "connection") || Text.equals(name, "keep-alive");
            case 16 -> Text.equals(name, "proxy-connection");
            case 17 -> Text.equals(name, "transfer-encoding");
            default -> false;
        };
    }

    private void note(CharSequence name, CharSequence value) {
        switch (name.length()) {
            case 4 -> {
                if (Text.equals(name, HOST)) {
                    host = value;
                    hosts++;
                }
            }
            case 6 -> {
                if (Text.equals(name, COOKIE)) {
                    crumbs++;
                }
            }
            case 14 -> {
                if (Text.equals(name, LENGTH)) {
                    length = Text.decimal(value);
                }
            }
            default -> {}
        }
    }

    private @Nullable Http2Rule check(Following following) {
        CharSequence verb = method;
        if (verb == null) {
            return Http2Rule.PSEUDO_FIELD;
        }
        if (!Text.isMethod(verb) || (authority != null && !isAuthority(authority))) {
            return Http2Rule.PSEUDO_VALUE;
        }
        Http2Rule fault = Text.equals(verb, CONNECT) ? checkConnect() : checkPlain();
        if (fault != null) {
            return fault;
        }
        return following == Following.NOTHING && length > 0 ? Http2Rule.LENGTH : null;
    }

    /// Whether it holds nothing that could end it early in a URL. User information is none of it.
    private static boolean isAuthority(CharSequence text) {
        for (int i = 0; i < text.length(); i++) {
            if ("/?#@\\".indexOf(text.charAt(i)) >= 0) {
                return false;
            }
        }
        return Text.isVisible(text);
    }

    /// Of the form of 8.5: it is refused by the rule that HTTP/1.1 has for it.
    private @Nullable Http2Rule checkConnect() {
        CharSequence wanted = protocol;
        if (wanted != null) {
            return checkExtendedConnect(wanted);
        }
        boolean valid = hasAuthority() && path == null && scheme == null;
        return valid ? null : Http2Rule.PSEUDO_FIELD;
    }

    /// Of the form of RFC 8441 4. What is no WebSocket stays a `CONNECT`, and is refused as one.
    private @Nullable Http2Rule checkExtendedConnect(CharSequence wanted) {
        if (!hasAuthority()) {
            return Http2Rule.PSEUDO_FIELD;
        }
        if (length >= 0) {
            return Http2Rule.LENGTH;
        }
        tunnel = ExtendedConnect.isWebSocket(wanted);
        return checkTarget();
    }

    private boolean hasAuthority() {
        CharSequence named = authority;
        return named != null && !named.isEmpty();
    }

    private @Nullable Http2Rule checkPlain() {
        return protocol == null ? checkTarget() : Http2Rule.PSEUDO_FIELD;
    }

    private @Nullable Http2Rule checkTarget() {
        CharSequence target = path;
        CharSequence named = scheme;
        if (target == null || named == null) {
            return Http2Rule.PSEUDO_FIELD;
        }
        boolean known =
                AsciiString.contentEqualsIgnoreCase(named, "https")
                        || AsciiString.contentEqualsIgnoreCase(named, "http");
        boolean formed = !target.isEmpty() && (target.charAt(0) == '/' || Text.equals(target, "*"));
        return known && formed && Text.isVisible(target) ? null : Http2Rule.PSEUDO_VALUE;
    }

    private void write(HeaderList list, Following following, ByteBuf out) {
        line(out);
        for (int i = regular; i < list.count(); i++) {
            CharSequence name = list.name(i);
            if (!isWrittenApart(name) && !(tunnel && ExtendedConnect.isKey(name))) {
                field(name, list.value(i), out);
            }
        }
        if (crumbs > 0 && crumbs <= mostCrumbs) {
            cookie(list, out);
        }
        if (tunnel) {
            ExtendedConnect.fields(out);
        } else if (following == Following.BODY && length < 0) {
            out.writeBytes(CHUNKED);
        }
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    private void line(ByteBuf out) {
        CharSequence named = authority;
        if (tunnel) {
            ExtendedConnect.method(out);
        } else {
            Text.put(text(method), out);
        }
        out.writeByte(' ');
        if (isContradicted() && path != null) {
            out.writeBytes(ABSOLUTE);
            Text.put(text(named), out);
        }
        Text.put(text(path == null ? named : path), out);
        out.writeBytes(VERSION);
        if (named != null && hosts == 0) {
            out.writeBytes(HOST_FIELD);
            Text.put(named, out);
            ByteBufUtil.writeShortBE(out, CRLF);
        }
    }

    /// Whether there is a `host` that is not the authority. That is left to the rule for it: both
    /// are written, as an absolute target and its field.
    private boolean isContradicted() {
        CharSequence named = authority;
        CharSequence field = host;
        return hosts == 1 && named != null && field != null && !Text.equals(named, field);
    }

    private static CharSequence text(@Nullable CharSequence text) {
        return text == null ? "" : text;
    }

    /// Too many crumbs stay apart, for the rule that counts cookies.
    private boolean isWrittenApart(CharSequence name) {
        return crumbs > 0 && crumbs <= mostCrumbs && Text.equals(name, COOKIE);
    }

    static void field(CharSequence name, CharSequence value, ByteBuf out) {
        Text.put(name, out);
        out.writeByte(':');
        out.writeByte(' ');
        Text.put(value, out);
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    private void cookie(HeaderList list, ByteBuf out) {
        out.writeBytes(COOKIE_FIELD);
        int left = crumbs;
        for (int i = regular; i < list.count(); i++) {
            if (Text.equals(list.name(i), COOKIE)) {
                Text.put(list.value(i), out);
                if (--left > 0) {
                    out.writeBytes(CRUMB);
                }
            }
        }
        ByteBufUtil.writeShortBE(out, CRLF);
    }

    /// Puts the end of a chunked body into `out`, or says which rule the trailers break.
    @Nullable Http2Rule trailers(HeaderList list, ByteBuf out) {
        out.writeBytes(LAST_CHUNK);
        for (int i = 0; i < list.count(); i++) {
            Http2Rule fault = field(list.name(i), list.value(i));
            if (fault != null) {
                return fault;
            }
            field(list.name(i), list.value(i), out);
        }
        ByteBufUtil.writeShortBE(out, CRLF);
        return null;
    }
}
