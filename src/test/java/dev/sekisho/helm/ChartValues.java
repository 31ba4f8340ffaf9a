package dev.sekisho.helm;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.Files;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/// The values that `values.yaml` describes: a comment that begins with `# --` is about the key that
/// follows it.
final class ChartValues {

    /// One described value; `path` is written with dots.
    record Value(String path, String doc) {

        /// Where it is in a tree of values.
        String pointer() {
            return "/" + path.replace('.', '/');
        }
    }

    private static final Pattern KEY = Pattern.compile("( *)([A-Za-z0-9]+):.*");
    private static final Pattern COMMENT = Pattern.compile(" *# ?(.*)");
    private static final String MARK = "-- ";

    private record Level(int indent, String key) {}

    private final Deque<Level> levels = new ArrayDeque<>();
    private final List<String> comment = new ArrayList<>();
    private final List<Value> values = new ArrayList<>();

    private ChartValues() {}

    static List<Value> described() {
        try {
            var reader = new ChartValues();
            Files.readAllLines(Chart.FOLDER.resolve("values.yaml")).forEach(reader::read);
            return List.copyOf(reader.values);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    private void read(String line) {
        var text = COMMENT.matcher(line);
        if (text.matches()) {
            readComment(text.group(1));
            return;
        }
        var key = KEY.matcher(line);
        if (key.matches()) {
            enter(key.group(1).length(), key.group(2));
        }
        comment.clear();
    }

    private void readComment(String text) {
        if (text.startsWith(MARK)) {
            comment.clear();
            comment.add(text.substring(MARK.length()));
        } else if (!comment.isEmpty()) {
            comment.add(text);
        }
    }

    private void enter(int indent, String key) {
        while (!levels.isEmpty() && levels.getLast().indent() >= indent) {
            levels.removeLast();
        }
        levels.addLast(new Level(indent, key));
        if (!comment.isEmpty()) {
            var path = levels.stream().map(Level::key).collect(Collectors.joining("."));
            values.add(new Value(path, String.join(" ", comment)));
        }
    }

    /// The part of the schema that is about a value; missing if there is none.
    static JsonNode schemaOf(JsonNode schema, String path) {
        var node = schema;
        for (var key : path.split("\\.", -1)) {
            node = resolved(schema, node).path("properties").path(key);
        }
        return resolved(schema, node);
    }

    static JsonNode resolved(JsonNode schema, JsonNode node) {
        var reference = node.path("$ref").asText();
        return reference.isEmpty() ? node : schema.at(reference.substring(1));
    }
}
