package dev.sekisho.cluster;

import dev.sekisho.model.FrozenMap;
import java.util.Objects;
import java.util.SortedMap;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/// A sorted map whose copies are made at most once for each change. Guarded by its store.
final class Table<K extends Comparable<K>, V> {

    private final SortedMap<K, V> rows = new TreeMap<>();
    private @Nullable SortedMap<K, V> copy;

    /// Sets or, with `null`, removes a row; tells whether that made a difference.
    boolean set(K key, @Nullable V value) {
        var previous = value == null ? rows.remove(key) : rows.put(key, value);
        var changed = !Objects.equals(previous, value);
        if (changed) {
            copy = null;
        }
        return changed;
    }

    @Nullable V get(K key) {
        return rows.get(key);
    }

    /// An immutable copy, the same object until the next change.
    SortedMap<K, V> copy() {
        var result = copy;
        if (result == null) {
            result = FrozenMap.copyOf(rows);
            copy = result;
        }
        return result;
    }
}
