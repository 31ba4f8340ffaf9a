package dev.sekisho.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Collection;
import java.util.Map;

/// Words for what a field holds and what it should hold.
final class Wording {

    private static final int LONGEST_QUOTE = 80;

    private Wording() {}

    /// The text in quotes, on one line and cut where it is long.
    static String quoted(String text) {
        var shown = text.length() > LONGEST_QUOTE ? text.substring(0, LONGEST_QUOTE) + "…" : text;
        var safe = new StringBuilder("\"");
        shown.codePoints()
                .forEach(c -> safe.appendCodePoint(Character.isISOControl(c) ? '\uFFFD' : c));
        return safe.append('"').toString();
    }

    /// What kind of value it is, without its content.
    static String kind(JsonNode node) {
        return switch (node.getNodeType()) {
            case ARRAY -> "a list";
            case BOOLEAN -> "true or false without quotes";
            case NUMBER -> "a number";
            case STRING, BINARY -> "text";
            case OBJECT, POJO -> "an object";
            case NULL, MISSING -> "nothing";
        };
    }

    /// What kind of value it is and, where it is short and plain, the value.
    static String kindAndValue(JsonNode node) {
        return switch (node.getNodeType()) {
            case STRING -> "the text " + quoted(node.textValue());
            case NUMBER -> "the number " + node.asText();
            case BOOLEAN -> node.asText() + " without quotes";
            case ARRAY, BINARY, OBJECT, POJO, NULL, MISSING -> kind(node);
        };
    }

    static String expected(Class<?> type) {
        if (Collection.class.isAssignableFrom(type)) {
            return "a list";
        }
        if (type == String.class) {
            return "text";
        }
        if (type == Boolean.class || type == boolean.class) {
            return "true or false";
        }
        if (Number.class.isAssignableFrom(type) || type.isPrimitive()) {
            return "a whole number";
        }
        if (type.getSimpleName().equals("IntOrString")) {
            return "a whole number or text";
        }
        return Map.class.isAssignableFrom(type) ? "an object of texts" : "an object";
    }
}
