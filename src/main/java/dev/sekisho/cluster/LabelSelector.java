package dev.sekisho.cluster;

import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.SortedMap;
import java.util.TreeMap;

/// Chooses objects by their labels, as Kubernetes does: all of it must hold, and nothing chooses
/// everything.
public record LabelSelector(SortedMap<String, String> labels, List<Requirement> requirements) {

    public static final LabelSelector ANYTHING =
            new LabelSelector(Collections.emptySortedMap(), List.of());

    public enum Operator {
        IN,
        NOT_IN,
        EXISTS,
        DOES_NOT_EXIST
    }

    /// What the value of one label must be.
    public record Requirement(String key, Operator operator, List<String> values) {

        public Requirement {
            values = List.copyOf(values);
        }

        boolean matches(Map<String, String> of) {
            var value = of.get(key);
            return switch (operator) {
                case IN -> value != null && values.contains(value);
                case NOT_IN -> value == null || !values.contains(value);
                case EXISTS -> value != null;
                case DOES_NOT_EXIST -> value == null;
            };
        }
    }

    public LabelSelector {
        labels = Collections.unmodifiableSortedMap(new TreeMap<>(labels));
        requirements = List.copyOf(requirements);
    }

    public boolean matches(Map<String, String> of) {
        return of.entrySet().containsAll(labels.entrySet())
                && requirements.stream().allMatch(it -> it.matches(of));
    }
}
