package dev.sekisho.mapping;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/// Lists as YAML leaves them: perhaps absent, perhaps with elements that hold nothing.
final class Lists {

    /// Maps one element, which may be absent.
    @FunctionalInterface
    interface Mapper<T, R> {

        R map(@Nullable T item);
    }

    private Lists() {}

    /// Maps every element, the empty ones too: the API server reads those as empty objects.
    static <T, R> List<R> map(@Nullable List<T> list, Mapper<T, R> mapper) {
        if (list == null || list.isEmpty()) {
            return List.of();
        }
        var result = new ArrayList<R>(list.size());
        for (@Nullable T item : list) {
            result.add(mapper.map(item));
        }
        return List.copyOf(result);
    }

    static List<String> texts(@Nullable List<String> list) {
        return map(list, Canonical::text);
    }
}
