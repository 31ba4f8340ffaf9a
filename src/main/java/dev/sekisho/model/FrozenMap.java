package dev.sekisho.model;

import java.util.AbstractMap;
import java.util.AbstractSet;
import java.util.Arrays;
import java.util.Collection;
import java.util.Collections;
import java.util.Comparator;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Set;
import java.util.SortedMap;
import org.jspecify.annotations.Nullable;

/// An immutable sorted map in two arrays, in the natural order of its keys.
///
/// Tables of thousands of objects are copied for every change of one. A tree would be an object for
/// each entry, which a garbage collector has to move; this is two.
@SuppressWarnings("JdkObsolete") // Nobody needs what a NavigableMap has besides.
public final class FrozenMap<K extends Comparable<K>, V> extends AbstractMap<K, V>
        implements SortedMap<K, V> {

    private final List<K> keys;
    private final List<V> values;

    private FrozenMap(List<K> keys, List<V> values) {
        this.keys = keys;
        this.values = values;
    }

    /// The same entries; the map itself if it is one of these. The order of `map` has to be the
    /// natural one.
    @SuppressWarnings("unchecked")
    public static <K extends Comparable<K>, V> FrozenMap<K, V> copyOf(SortedMap<K, V> map) {
        if (map instanceof FrozenMap<K, V> frozen) {
            return frozen;
        }
        return new FrozenMap<>(
                Arrays.asList((K[]) map.keySet().toArray(new Comparable<?>[0])),
                Arrays.asList((V[]) map.values().toArray()));
    }

    /// The same keys, some of them with other values; what is new in `others` is left out.
    public FrozenMap<K, V> withValues(Map<K, V> others) {
        @SuppressWarnings("unchecked")
        var changed = Arrays.asList((V[]) values.toArray());
        others.forEach((key, value) -> {
            var at = Collections.binarySearch(keys, key);
            if (at >= 0) {
                changed.set(at, value);
            }
        });
        return new FrozenMap<>(keys, changed);
    }

    @Override
    @SuppressWarnings("unchecked")
    public @Nullable V get(@Nullable Object key) {
        var at = key == null ? -1 : Collections.binarySearch(keys, (K) key);
        return at < 0 ? null : values.get(at);
    }

    @Override
    public boolean containsKey(@Nullable Object key) {
        return get(key) != null;
    }

    @Override
    public int size() {
        return keys.size();
    }

    @Override
    public Collection<V> values() {
        return Collections.unmodifiableList(values);
    }

    @Override
    public Set<K> keySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<K> iterator() {
                return Collections.unmodifiableList(keys).iterator();
            }

            @Override
            public boolean contains(@Nullable Object key) {
                return containsKey(key);
            }

            @Override
            public int size() {
                return keys.size();
            }
        };
    }

    @Override
    public Set<Entry<K, V>> entrySet() {
        return new AbstractSet<>() {
            @Override
            public Iterator<Entry<K, V>> iterator() {
                return new Entries<>(keys.iterator(), values.iterator());
            }

            @Override
            public int size() {
                return keys.size();
            }
        };
    }

    private record Entries<K, V>(Iterator<K> keys, Iterator<V> values)
            implements Iterator<Entry<K, V>> {

        @Override
        public boolean hasNext() {
            return keys.hasNext();
        }

        @Override
        public Entry<K, V> next() {
            return Map.entry(keys.next(), values.next());
        }
    }

    @Override
    public @Nullable Comparator<? super K> comparator() {
        return null;
    }

    @Override
    public FrozenMap<K, V> subMap(K from, K to) {
        return range(firstFrom(from), firstFrom(to));
    }

    @Override
    public FrozenMap<K, V> headMap(K to) {
        return range(0, firstFrom(to));
    }

    @Override
    public FrozenMap<K, V> tailMap(K from) {
        return range(firstFrom(from), size());
    }

    /// The place of the first key that is not less.
    private int firstFrom(K key) {
        var at = Collections.binarySearch(keys, key);
        return at < 0 ? -at - 1 : at;
    }

    private FrozenMap<K, V> range(int from, int to) {
        return new FrozenMap<>(keys.subList(from, to), values.subList(from, to));
    }

    @Override
    public K firstKey() {
        return orNoSuchElement(0);
    }

    @Override
    public K lastKey() {
        return orNoSuchElement(size() - 1);
    }

    private K orNoSuchElement(int at) {
        if (isEmpty()) {
            throw new NoSuchElementException();
        }
        return keys.get(at);
    }
}
