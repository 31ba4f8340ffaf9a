package dev.sekisho.gateway;

import dev.sekisho.gateway.DownstreamHead.ConnectionField;
import dev.sekisho.gateway.http1.HeadWriter;
import io.netty.handler.codec.http.HttpResponseStatus;
import java.nio.charset.StandardCharsets;

/// Writes the responses that the gateway makes itself. They name nothing behind it.
final class Answers {

    private static final byte[] TYPE = ascii("Content-Type: text/plain; charset=utf-8\r\n");
    private static final byte[] LENGTH = ascii("Content-Length: ");

    private Answers() {}

    private static byte[] ascii(String text) {
        return text.getBytes(StandardCharsets.US_ASCII);
    }

    /// How much of an answer is sent.
    enum Extent {
        WHOLE,
        HEAD_ONLY
    }

    /// What people are told.
    static byte[] body(Answer answer) {
        return ascii(line(answer) + "\n");
    }

    /// The status and what it means.
    static String line(Answer answer) {
        return answer.status() + " " + HttpResponseStatus.valueOf(answer.status()).reasonPhrase();
    }

    /// Puts the answer into the loop's writer.
    static void write(Answer answer, ConnectionField connection, Extent extent, GatewayLoop loop) {
        String line = line(answer);
        byte[] body = body(answer);
        HeadWriter out = loop.writer();
        out.clear();
        out.put(ascii("HTTP/1.1 " + line + "\r\n"));
        out.put(DownstreamHead.server());
        out.put(loop.date());
        out.put(TYPE);
        if (answer.hasField()) {
            out.put(ascii(answer.field() + ": "));
            out.put(answer.value().getBytes(StandardCharsets.ISO_8859_1));
            out.crlf();
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
