package dev.sekisho.status;

import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/// A map that keeps only so many entries, those used last.
final class Recent<K, V> {

    private final int limit;
    private final Map<K, V> entries = new LinkedHashMap<>(16, 0.75f, true);

    Recent(int limit) {
        this.limit = limit;
    }

    @Nullable V get(K key) {
        return entries.get(key);
    }

    void put(K key, V value) {
        entries.put(key, value);
        if (entries.size() > limit) {
            var oldest = entries.keySet().iterator();
            oldest.next();
            oldest.remove();
        }
    }
}
