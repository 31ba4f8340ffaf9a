package dev.sekisho.mapping;

import dev.sekisho.cluster.LabelSelector;
import dev.sekisho.cluster.LabelSelector.Operator;
import dev.sekisho.cluster.LabelSelector.Requirement;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/// The fields of an object for which there is no class, by their types. What has another type is
/// reported, with its place, and counts as left out.
final class Fields {

    private final Map<?, ?> values;
    private final String place;
    private final Consumer<String> problems;

    private Fields(Map<?, ?> values, String place, Consumer<String> problems) {
        this.values = values;
        this.place = place;
        this.problems = problems;
    }

    static Fields of(@Nullable Map<String, Object> values, Consumer<String> problems) {
        return new Fields(values == null ? Map.of() : values, "", problems);
    }

    void failOnUnknown(String... known) {
        for (var name : values.keySet()) {
            if (!Set.of(known).contains(String.valueOf(name))) {
                problems.accept(place + Text.quoted(String.valueOf(name)) + " is no field");
            }
        }
    }

    Fields fields(String name) {
        return new Fields(
                value(name, Map.class, "an object").orElse(Map.of()), place + name + ".", problems);
    }

    String text(String name) {
        return value(name, String.class, "text").orElse("");
    }

    boolean flag(String name, boolean otherwise) {
        return value(name, Boolean.class, "true or false").orElse(otherwise);
    }

    long number(String name) {
        var found = value(name, Number.class, "a whole number");
        if (found.isPresent() && !(found.get() instanceof Integer || found.get() instanceof Long)) {
            wrong(name, "a whole number");
            return 0;
        }
        return found.map(Number::longValue).orElse(0L);
    }

    List<String> texts(String name) {
        var result = new ArrayList<String>();
        for (var item : value(name, List.class, "a list").orElse(List.of())) {
            if (item instanceof String text) {
                result.add(Canonical.text(text));
            } else {
                wrong(name, "a list of text");
            }
        }
        return List.copyOf(result);
    }

    /// A selector that cannot be read chooses nothing: nobody meant everything.
    LabelSelector selector(String name) {
        var fields = fields(name);
        fields.failOnUnknown("matchLabels", "matchExpressions");
        var labels = new TreeMap<String, String>();
        var written = fields.fields("matchLabels");
        written.names().forEach(key -> labels.put(key, written.text(key)));
        var requirements = new ArrayList<Requirement>();
        for (var item : fields.value("matchExpressions", List.class, "a list").orElse(List.of())) {
            requirements.add(fields.requirement(item));
        }
        return new LabelSelector(labels, requirements);
    }

    private Requirement requirement(@Nullable Object item) {
        var map = item instanceof Map<?, ?> it ? it : Map.of();
        var fields = new Fields(map, place + "matchExpressions.", problems);
        var operator =
                switch (fields.text("operator")) {
                    case "In" -> Operator.IN;
                    case "NotIn" -> Operator.NOT_IN;
                    case "Exists" -> Operator.EXISTS;
                    case "DoesNotExist" -> Operator.DOES_NOT_EXIST;
                    default -> {
                        fields.wrong("operator", "In, NotIn, Exists or DoesNotExist");
                        yield Operator.IN;
                    }
                };
        return new Requirement(fields.text("key"), operator, fields.texts("values"));
    }

    private List<String> names() {
        var names = new LinkedHashMap<String, Object>();
        values.forEach((name, _) -> names.put(String.valueOf(name), name));
        return List.copyOf(names.keySet());
    }

    private <T> Optional<T> value(String name, Class<T> type, String expected) {
        var value = values.get(name);
        if (value == null) {
            return Optional.empty();
        }
        if (!type.isInstance(value)) {
            wrong(name, expected);
            return Optional.empty();
        }
        return Optional.of(type.cast(value));
    }

    private void wrong(String name, String expected) {
        problems.accept(
                place
                        + name
                        + " is "
                        + Text.quoted(String.valueOf(values.get(name)))
                        + ", expected "
                        + expected);
    }
}
