package dev.sekisho.gateway.http1;

import dev.sekisho.gateway.http1.Message.End;
import dev.sekisho.gateway.http1.Message.Field;
import dev.sekisho.gateway.http1.Message.Reading;
import java.nio.charset.StandardCharsets;
import java.util.List;

/// Bytes on a client's connection mean the same however they are split, and what is accepted means
/// the same once it is written out and read again.
public final class RequestHeadFuzz {

    private static final int[] SIZES = {1, 2, 3, 7, 16, 61, 1024};

    private RequestHeadFuzz() {}

    public static void fuzzerTestOneInput(byte[] input) {
        Reading whole = OwnReader.read(input, Math.max(1, input.length));
        for (int size : SIZES) {
            Claims.same("in pieces of " + size, whole, OwnReader.read(input, size));
        }
        byte[] written = write(whole.messages());
        Reading again = OwnReader.read(written, Math.max(1, written.length));
        Claims.same("written and read again", whole.messages(), again.messages());
        Claims.same("nothing follows", new End.Clean(), again.end());
    }

    /// HTTP/1.0 is read back as HTTP/1.0 by the version that its missing host or its fields need.
    private static byte[] write(List<Message> messages) {
        StringBuilder out = new StringBuilder();
        for (Message message : messages) {
            boolean chunked = has(message, "transfer-encoding");
            boolean hosted = has(message, "host");
            out.append(message.method()).append(' ').append(message.target());
            out.append(hosted ? " HTTP/1.1\r\n" : " HTTP/1.0\r\n");
            for (Field field : message.fields()) {
                out.append(field.name()).append(": ").append(field.value()).append("\r\n");
            }
            out.append("\r\n").append(chunked ? chunk(message.body()) : message.body());
        }
        return out.toString().getBytes(StandardCharsets.ISO_8859_1);
    }

    private static boolean has(Message message, String name) {
        return message.fields().stream().anyMatch(field -> field.name().equals(name));
    }

    private static String chunk(String body) {
        String last = "0\r\n\r\n";
        return body.isEmpty()
                ? last
                : Integer.toHexString(body.length()) + "\r\n" + body + "\r\n" + last;
    }
}
