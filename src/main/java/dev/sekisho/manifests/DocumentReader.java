package dev.sekisho.manifests;

import com.fasterxml.jackson.core.JsonParseException;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.exc.MismatchedInputException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.charset.CharacterCodingException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// Reads the documents of one piece of a file, YAML or JSON.
///
/// What looks like JSON is given to the JSON parser first, which is many times faster.
final class DocumentReader {

    private static final ObjectReader JSON =
            JsonMapper.builder()
                    .enable(DeserializationFeature.FAIL_ON_READING_DUP_TREE_KEY)
                    .build()
                    .readerFor(JsonNode.class);

    private final Chunk chunk;
    private final boolean jsonOnly;
    private final Consumer<Document> sink;

    private DocumentReader(Chunk chunk, boolean jsonOnly, Consumer<Document> sink) {
        this.chunk = chunk;
        this.jsonOnly = jsonOnly;
        this.sink = sink;
    }

    static void readYamlOrJson(Chunk chunk, Consumer<Document> sink) throws UnreadableException {
        new DocumentReader(chunk, false, sink).readOrRefuse();
    }

    static void readJson(Chunk chunk, Consumer<Document> sink) throws UnreadableException {
        new DocumentReader(chunk, true, sink).readOrRefuse();
    }

    private void readOrRefuse() throws UnreadableException {
        try {
            read();
        } catch (StackOverflowError _) {
            throw new UnreadableException(chunk.line(), "is nested too deeply");
        }
    }

    private void read() throws UnreadableException {
        var start = chunk.firstContent();
        var first = chunk.content()[start];
        if (first != '{' && first != '[' && !jsonOnly) {
            YamlTrees.read(text(), chunk.line(), sink);
            return;
        }
        var problem = tryJson(start);
        if (problem == null) {
            return;
        }
        if (jsonOnly) {
            throw problem;
        }
        YamlTrees.read(text(), chunk.line(), sink);
    }

    /// Reads one or more JSON values; what is wrong with them is the result, `null` for nothing.
    private @Nullable UnreadableException tryJson(int start) {
        var firstLine = chunk.lineOf(start);
        try (var parser = JSON.createParser(chunk.content(), start, chunk.end() - start)) {
            var documents = new ArrayList<Document>(1);
            while (parser.nextToken() != null) {
                var line = firstLine + parser.currentTokenLocation().getLineNr() - 1;
                JsonNode root = JSON.readValue(parser);
                documents.add(new Document(root, _ -> line));
            }
            documents.forEach(sink);
            return null;
        } catch (JsonProcessingException e) {
            return unreadable(e, firstLine);
        } catch (IOException e) {
            return new UnreadableException(firstLine, "is not UTF-8 text");
        }
    }

    /// Parser messages may quote what stands in the file, which may be a Secret.
    private static UnreadableException unreadable(JsonProcessingException e, int firstLine) {
        var location = e.getLocation();
        var line = location == null ? firstLine : firstLine + location.getLineNr() - 1;
        return new UnreadableException(
                line,
                switch (e) {
                    case JsonEOFException _ -> "is not JSON: it ends in the middle of a value";
                    case JsonParseException it when isPlain(it) ->
                            "is not JSON: " + it.getOriginalMessage();
                    case MismatchedInputException it when isPlain(it) ->
                            "is not JSON: " + it.getOriginalMessage();
                    default -> "is not JSON";
                });
    }

    private static boolean isPlain(JsonProcessingException e) {
        var message = e.getOriginalMessage();
        return message.startsWith("Unexpected character") || message.startsWith("Duplicate field");
    }

    private String text() throws UnreadableException {
        var bytes = ByteBuffer.wrap(chunk.content(), chunk.start(), chunk.length());
        try {
            return StandardCharsets.UTF_8.newDecoder().decode(bytes).toString();
        } catch (CharacterCodingException _) {
            throw new UnreadableException(chunk.lineOf(bytes.position()), "is not UTF-8 text");
        }
    }
}
