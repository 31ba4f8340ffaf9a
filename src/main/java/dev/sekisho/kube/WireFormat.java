package dev.sekisho.kube;

import com.fasterxml.jackson.core.JsonFactory;
import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonToken;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;

/// Cuts lists and watch frames into the bytes of their objects, so that these are decoded one by
/// one and only one of them is in memory as an API object.
final class WireFormat {

    private static final JsonFactory JSON = new JsonFactory();

    private WireFormat() {}

    /// Where a list goes on; `next` is empty on its last page.
    record Page(String resourceVersion, String next) {}

    /// One frame of a watch: what happened, and the object that it happened to.
    @SuppressWarnings("ArrayRecordComponent")
    record Event(String type, byte[] object) {}

    /// Takes the items of a list.
    @FunctionalInterface
    interface Items {
        void item(byte[] json) throws ApiException;
    }

    static Page readPage(byte[] list, Items items) throws ApiException {
        try (var parser = JSON.createParser(list)) {
            var page = new Page("", "");
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "metadata" -> page = readListMeta(parser);
                    case "items" -> readItems(parser, list, items);
                    default -> parser.skipChildren();
                }
            }
            return page;
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    static Event readEvent(String text) throws ApiException {
        var frame = text.getBytes(StandardCharsets.UTF_8);
        try (var parser = JSON.createParser(frame)) {
            var type = "";
            var object = new byte[0];
            parser.nextToken();
            while (parser.nextToken() == JsonToken.FIELD_NAME) {
                var field = parser.currentName();
                parser.nextToken();
                switch (field) {
                    case "type" -> type = parser.getText();
                    case "object" -> object = readObject(parser, frame);
                    default -> parser.skipChildren();
                }
            }
            return new Event(type, object);
        } catch (IOException e) {
            throw malformed(e);
        }
    }

    private static Page readListMeta(JsonParser parser) throws IOException {
        var resourceVersion = "";
        var next = "";
        while (parser.nextToken() == JsonToken.FIELD_NAME) {
            var field = parser.currentName();
            var value = parser.nextTextValue();
            switch (field) {
                case "resourceVersion" -> resourceVersion = value == null ? "" : value;
                case "continue" -> next = value == null ? "" : value;
                default -> parser.skipChildren();
            }
        }
        return new Page(resourceVersion, next);
    }

    private static void readItems(JsonParser parser, byte[] list, Items items)
            throws IOException, ApiException {
        if (!parser.isExpectedStartArrayToken()) {
            return;
        }
        while (parser.nextToken() == JsonToken.START_OBJECT) {
            items.item(readObject(parser, list));
        }
    }

    private static byte[] readObject(JsonParser parser, byte[] source) throws IOException {
        var start = (int) parser.currentTokenLocation().getByteOffset();
        parser.skipChildren();
        var end = (int) parser.currentLocation().getByteOffset();
        return Arrays.copyOfRange(source, start, end);
    }

    private static ApiException malformed(IOException e) {
        // The parser's own message would quote the input, which may be a Secret.
        return new ApiException(0, "malformed JSON (" + e.getClass().getSimpleName() + ")");
    }
}
