package dev.sekisho.gateway;

import dev.sekisho.gateway.DownstreamHead.ConnectionField;
import dev.sekisho.gateway.http1.HeadWriter;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;
import org.jspecify.annotations.Nullable;

/// Writes the responses that the gateway makes itself. They name nothing behind it.
final class Answers {

    private static final byte[] TYPE = ascii("Content-Type: text/plain; charset=utf-8\r\n");
    private static final byte[] LENGTH = ascii("Content-Length: ");
    private static final byte[] LOCATION = ascii("Location: ");

    private static final byte[] RETRY_AFTER = ascii("Retry-After: 2\r\n");

    private final GatewayLoop loop;
    private boolean invitesRetry;

    Answers(GatewayLoop loop) {
        this.loop = loop;
    }

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// How much of an answer is sent.
    enum Extent {
        WHOLE,
        HEAD_ONLY
    }

    /// Makes the next answer say that it is worth to ask again soon.
    void inviteRetry() {
        invitesRetry = true;
    }

    /// Puts the answer into the loop's writer; a redirect has a location.
    void write(int status, @Nullable String location, ConnectionField connection, Extent extent) {
        HttpResponseStatus known = HttpResponseStatus.valueOf(status);
        String line = status + " " + known.reasonPhrase();
        byte[] body = ascii(line + "\n");
        HeadWriter out = loop.writer();
        out.clear();
        out.put(ascii("HTTP/1.1 " + line + "\r\n"));
        out.put(DownstreamHead.server());
        out.put(loop.date());
        out.put(TYPE);
        if (location != null) {
            out.put(LOCATION);
            out.put(location.getBytes(StandardCharsets.ISO_8859_1));
            out.crlf();
        }
        if (invitesRetry) {
            invitesRetry = false;
            out.put(RETRY_AFTER);
        }
        out.put(LENGTH);
        out.decimal(body.length);
        out.crlf();
        switch (connection) {
            case NONE -> {}
            case CLOSE -> out.put(DownstreamHead.close());
            case KEEP_ALIVE -> out.put(DownstreamHead.keepAlive());
        }
        out.crlf();
        if (extent == Extent.WHOLE) {
            out.put(body);
        }
    }
}
