package dev.sekisho.image;

import java.nio.charset.StandardCharsets;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;

/// Writes maps, lists, texts and numbers as JSON, in the order that they come in.
final class Json {

    private Json() {}

    static byte[] bytes(Object value) {
        return text(value).getBytes(StandardCharsets.UTF_8);
    }

    private static String text(Object value) {
        return switch (value) {
            case Map<?, ?> map ->
                    map.entrySet().stream()
                            .map(it -> text(it.getKey()) + ":" + text(it.getValue()))
                            .collect(Collectors.joining(",", "{", "}"));
            case List<?> list ->
                    list.stream().map(Json::text).collect(Collectors.joining(",", "[", "]"));
            case Number number -> number.toString();
            default -> quoted(value.toString());
        };
    }

    private static String quoted(String text) {
        var quoted = new StringBuilder("\"");
        text.chars()
                .forEach(it -> {
                    if (it == '"' || it == '\\' || it < ' ') {
                        quoted.append(String.format("\\u%04x", it));
                    } else {
                        quoted.append((char) it);
                    }
                });
        return quoted.append('"').toString();
    }
}
