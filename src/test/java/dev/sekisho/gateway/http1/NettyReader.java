package dev.sekisho.gateway.http1;

import dev.sekisho.gateway.http1.Message.End;
import dev.sekisho.gateway.http1.Message.Field;
import dev.sekisho.gateway.http1.Message.Reading;
import io.netty.buffer.Unpooled;
import io.netty.channel.embedded.EmbeddedChannel;
import io.netty.handler.codec.http.HttpContent;
import io.netty.handler.codec.http.HttpDecoderConfig;
import io.netty.handler.codec.http.HttpObject;
import io.netty.handler.codec.http.HttpRequest;
import io.netty.handler.codec.http.HttpRequestDecoder;
import io.netty.handler.codec.http.LastHttpContent;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// Reads pipelined requests with Netty's codec, as strict as it can be set.
final class NettyReader {

    private final List<Message> messages = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private @Nullable HttpRequest request;
    private @Nullable String refused;

    static Reading read(byte[] bytes) {
        HttpDecoderConfig config =
                new HttpDecoderConfig()
                        .setMaxInitialLineLength(16 << 10)
                        .setMaxHeaderSize(32 << 10)
                        .setStrictLineParsing(true)
                        .setUseRfc9112TransferEncoding(true);
        EmbeddedChannel channel = new EmbeddedChannel(new HttpRequestDecoder(config));
        NettyReader reader = new NettyReader();
        channel.writeInbound(Unpooled.copiedBuffer(bytes));
        for (Object out = channel.readInbound(); out != null; out = channel.readInbound()) {
            reader.take((HttpObject) out);
        }
        channel.finishAndReleaseAll();
        return new Reading(reader.messages, reader.end());
    }

    private End end() {
        if (refused != null) {
            return new End.Refused(refused);
        }
        return request == null ? new End.Clean() : new End.Unfinished();
    }

    private void take(HttpObject part) {
        if (refused == null && part.decoderResult().isFailure()) {
            refused = String.valueOf(part.decoderResult().cause());
        }
        if (part instanceof HttpRequest head) {
            request = head;
        }
        if (part instanceof HttpContent content) {
            body.append(content.content().toString(StandardCharsets.ISO_8859_1));
            content.release();
        }
        HttpRequest head = request;
        if (part instanceof LastHttpContent && head != null && refused == null) {
            messages.add(
                    new Message(head.method().name(), head.uri(), fields(head), body.toString()));
            body.setLength(0);
            request = null;
        }
    }

    private static List<Field> fields(HttpRequest head) {
        List<Field> fields = new ArrayList<>();
        for (Map.Entry<String, String> field : head.headers()) {
            fields.add(new Field(field.getKey().toLowerCase(Locale.ROOT), field.getValue()));
        }
        return fields;
    }
}
