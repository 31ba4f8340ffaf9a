package dev.sekisho.gateway.http2;

import dev.sekisho.gateway.http1.TrailerNames;
import io.netty.buffer.ByteBuf;
import io.netty.buffer.ByteBufUtil;
import io.netty.util.AsciiString;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Turns the header list of a response into the head of the HTTP/1.1 response that means the same
/// (RFC 9113 8.3.2), and its trailers into the lines of a trailer section.
///
/// Nothing gets through that could end a line or frame a body: what is left is for the rules of
/// HTTP/1.1 to judge. Belongs to one connection; holds nothing between two responses.
final class ResponseTranslator {

    private static final AsciiString STATUS = AsciiString.cached(":status");
    private static final AsciiString LENGTH = AsciiString.cached("content-length");
    private static final byte[] VERSION = FieldEncoder.ascii("HTTP/1.1 ");
    private static final int CRLF = '\r' << 8 | '\n';
    private static final int NONE = -1;

    private int status;
    private long length;

    int status() {
        return status;
    }

    /// 1xx: another head follows.
    boolean isInterim() {
        return status < 200;
    }

    /// The length that the last head has announced, -1 if none.
    long length() {
        return length;
    }

    /// Puts the head into `out`, or says which rule it breaks.
    @Nullable Http2Rule head(HeaderList list, ByteBuf out) {
        status = NONE;
        length = NONE;
        if (list.count() == 0 || !Text.equals(list.name(0), STATUS)) {
            return Http2Rule.PSEUDO_FIELD;
        }
        status = status(list.value(0));
        if (status < 0) {
            return Http2Rule.PSEUDO_VALUE;
        }
        out.writeBytes(VERSION);
        Text.put(list.value(0), out);
        out.writeByte(' ');
        ByteBufUtil.writeShortBE(out, CRLF);
        for (int i = 1; i < list.count(); i++) {
            Http2Rule fault = field(list.name(i), list.value(i), out);
            if (fault != null) {
                return fault;
            }
        }
        ByteBufUtil.writeShortBE(out, CRLF);
        return null;
    }

    private static int status(CharSequence text) {
        if (text.length() != 3 || text.charAt(0) < '1' || text.charAt(0) > '5') {
            return NONE;
        }
        return (int) Text.decimal(text);
    }

    private @Nullable Http2Rule field(CharSequence name, CharSequence value, ByteBuf out) {
        Http2Rule fault = RequestTranslator.field(name, value);
        if (fault == null) {
            if (Text.equals(name, LENGTH)) {
                length = Text.decimal(value);
            }
            RequestTranslator.field(name, value, out);
        }
        return fault;
    }

    /// Puts the trailers that may be passed on into `out`, or says which rule they break.
    @Nullable Http2Rule trailers(HeaderList list, ByteBuf out) {
        for (int i = 0; i < list.count(); i++) {
            CharSequence name = list.name(i);
            Http2Rule fault = RequestTranslator.field(name, list.value(i));
            if (fault != null) {
                return fault;
            }
            byte[] bytes = name.toString().getBytes(StandardCharsets.ISO_8859_1);
            if (TrailerNames.isAllowed(bytes, 0, bytes.length)) {
                RequestTranslator.field(name, list.value(i), out);
            }
        }
        ByteBufUtil.writeShortBE(out, CRLF);
        return null;
    }
}
