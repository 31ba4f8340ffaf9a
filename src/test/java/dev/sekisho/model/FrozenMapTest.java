package dev.sekisho.model;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.Map;
import java.util.NoSuchElementException;
import java.util.Random;
import java.util.SortedMap;
import java.util.TreeMap;
import org.junit.jupiter.api.Test;

class FrozenMapTest {

    private static final int MOST = 60;

    private static SortedMap<Integer, String> random(Random random) {
        var map = new TreeMap<Integer, String>();
        for (int i = random.nextInt(MOST); i > 0; i--) {
            map.put(random.nextInt(MOST), "v" + random.nextInt(MOST));
        }
        return map;
    }

    @Test
    void itIsWhatTheTreeIs() {
        var random = new Random(1);
        for (int round = 0; round < 300; round++) {
            var tree = random(random);
            var frozen = FrozenMap.copyOf(tree);
            var low = random.nextInt(-2, MOST);
            var high = random.nextInt(low, MOST + 2);
            assertSame(frozen, tree);
            assertSame(frozen.subMap(low, high), tree.subMap(low, high));
            assertSame(frozen.headMap(high), tree.headMap(high));
            assertSame(frozen.tailMap(low), tree.tailMap(low));
            assertSame(frozen.subMap(low, high).tailMap(low), tree.subMap(low, high));
        }
    }

    private static void assertSame(
            SortedMap<Integer, String> frozen, SortedMap<Integer, String> tree) {
        assertThat(frozen).isEqualTo(tree).hasSameHashCodeAs(tree).hasToString(tree.toString());
        assertThat(frozen.keySet()).isEqualTo(tree.keySet());
        assertThat(frozen.entrySet()).isEqualTo(tree.entrySet());
        assertThat(frozen.values()).containsExactlyElementsOf(tree.values());
        for (int key = -1; key <= MOST; key++) {
            assertThat(frozen.get(key)).isEqualTo(tree.get(key));
            assertThat(frozen.containsKey(key)).isEqualTo(tree.containsKey(key));
        }
        if (!tree.isEmpty()) {
            assertThat(frozen.firstKey()).isEqualTo(tree.firstKey());
            assertThat(frozen.lastKey()).isEqualTo(tree.lastKey());
        }
    }

    @Test
    void valuesAreExchangedWhereThereAreKeys() {
        var map = FrozenMap.copyOf(new TreeMap<>(Map.of(1, "a", 2, "b", 3, "c")));

        var changed = map.withValues(Map.of(2, "x", 4, "y"));

        assertThat(changed).isEqualTo(Map.of(1, "a", 2, "x", 3, "c"));
        assertThat(map).containsEntry(2, "b");
    }

    @Test
    void nothingChangesIt() {
        var map = FrozenMap.copyOf(new TreeMap<>(Map.of(1, "a")));

        assertThat(FrozenMap.copyOf(map)).isSameAs(map);
        assertThatThrownBy(() -> map.put(2, "b")).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.remove(1)).isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.replaceAll((_, _) -> "b"))
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.values().clear())
                .isInstanceOf(UnsupportedOperationException.class);
        assertThatThrownBy(() -> map.keySet().remove(1))
                .isInstanceOf(UnsupportedOperationException.class);
    }

    @Test
    void anEmptyOneHasNoFirst() {
        var map = FrozenMap.copyOf(new TreeMap<Integer, String>());

        assertThatThrownBy(map::firstKey).isInstanceOf(NoSuchElementException.class);
        assertThatThrownBy(map::lastKey).isInstanceOf(NoSuchElementException.class);
    }
}
