package dev.sekisho.manifests;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.MissingNode;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// The way from a document's root to a field.
record FieldPath(List<Step> steps) {

    static final FieldPath ROOT = new FieldPath(List.of());

    /// A key of an object or an index of a list.
    sealed interface Step {

        record Key(String name) implements Step {}

        record Index(int number) implements Step {}
    }

    FieldPath {
        steps = List.copyOf(steps);
    }

    FieldPath then(FieldPath rest) {
        var all = new ArrayList<>(steps);
        all.addAll(rest.steps);
        return new FieldPath(all);
    }

    FieldPath item(String list, int index) {
        return then(new FieldPath(List.of(new Step.Key(list), new Step.Index(index))));
    }

    JsonNode in(JsonNode root) {
        JsonNode node = root;
        for (var step : steps) {
            node =
                    switch (step) {
                        case Step.Key(var name) -> node.path(name);
                        case Step.Index(var number) -> node.path(number);
                    };
        }
        return orMissing(node);
    }

    private static JsonNode orMissing(@Nullable JsonNode node) {
        return node == null ? MissingNode.getInstance() : node;
    }

    /// `spec.rules[0].host`, and keys with dots in quotes.
    @Override
    public String toString() {
        var text = new StringBuilder();
        for (var step : steps) {
            switch (step) {
                case Step.Key(var name) when name.matches("[A-Za-z0-9_-]{1,63}") ->
                        text.append(text.isEmpty() ? "" : ".").append(name);
                case Step.Key(var name) ->
                        text.append('[').append(Wording.quoted(name)).append(']');
                case Step.Index(var number) -> text.append('[').append(number).append(']');
            }
        }
        return text.isEmpty() ? "the document" : text.toString();
    }
}
