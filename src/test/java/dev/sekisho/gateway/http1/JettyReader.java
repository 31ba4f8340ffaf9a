package dev.sekisho.gateway.http1;

import dev.sekisho.gateway.http1.Message.End;
import dev.sekisho.gateway.http1.Message.Field;
import dev.sekisho.gateway.http1.Message.Reading;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Objects;
import org.eclipse.jetty.http.HttpCompliance;
import org.eclipse.jetty.http.HttpException;
import org.eclipse.jetty.http.HttpField;
import org.eclipse.jetty.http.HttpParser;
import org.eclipse.jetty.http.HttpVersion;
import org.jspecify.annotations.Nullable;

/// Reads pipelined requests with Jetty's parser, which keeps to RFC 9110.
final class JettyReader implements HttpParser.RequestHandler {

    private final List<Message> messages = new ArrayList<>();
    private final List<Field> fields = new ArrayList<>();
    private final StringBuilder body = new StringBuilder();
    private String method = "";
    private String target = "";
    private boolean whole;
    private @Nullable String refused;

    static Reading read(byte[] bytes) {
        JettyReader reader = new JettyReader();
        HttpParser parser = new HttpParser(reader, 32 << 10, HttpCompliance.RFC9110);
        // Or a value comes back as it was spelled the last time.
        parser.setHeaderCacheCaseSensitive(true);
        ByteBuffer in = ByteBuffer.wrap(bytes);
        while (in.hasRemaining() && reader.refused == null) {
            int before = in.remaining();
            parser.parseNext(in);
            if (reader.whole) {
                reader.whole = false;
                parser.reset();
            } else if (in.remaining() == before) {
                break;
            }
        }
        return new Reading(reader.messages, reader.end(parser));
    }

    private End end(HttpParser parser) {
        if (refused != null) {
            return new End.Refused(refused);
        }
        return parser.isStart() ? new End.Clean() : new End.Unfinished();
    }

    @Override
    public void startRequest(String name, String uri, HttpVersion version) {
        method = name;
        target = uri;
        fields.clear();
        body.setLength(0);
    }

    @Override
    public void parsedHeader(HttpField field) {
        fields.add(
                new Field(
                        field.getName().toLowerCase(Locale.ROOT),
                        Objects.requireNonNullElse(field.getValue(), "")));
    }

    @Override
    public boolean headerComplete() {
        return false;
    }

    @Override
    public boolean content(ByteBuffer data) {
        body.append(StandardCharsets.ISO_8859_1.decode(data));
        return false;
    }

    @Override
    public boolean contentComplete() {
        return false;
    }

    @Override
    public boolean messageComplete() {
        messages.add(new Message(method, target, List.copyOf(fields), body.toString()));
        whole = true;
        return true;
    }

    @Override
    public void earlyEOF() {
        refused = "the end came early";
    }

    @Override
    public void badMessage(HttpException failure) {
        refused = failure.getCode() + " " + failure.getReason();
    }
}
