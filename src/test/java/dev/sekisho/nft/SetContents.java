package dev.sekisho.nft;

import java.time.Duration;
import java.util.HashMap;
import java.util.Map;
import java.util.Set;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;

/// What is in the sets and maps of a table: elements that we wrote, and what packets left there.
final class SetContents {

    private static final Pattern BETWEEN = Pattern.compile(" . ", Pattern.LITERAL);

    private final Set<String> names;
    private final Map<String, Map<String, String>> elements = new HashMap<>();
    private Map<String, Map<String, Long>> remembered = new HashMap<>();
    private long now;

    SetContents(Ruleset table) {
        names = table.sets().keySet();
        for (var element : table.elements()) {
            elements.computeIfAbsent(element.set(), _ -> new HashMap<>())
                    .put(canonical(element.key()), element.value());
        }
    }

    private static String canonical(String key) {
        var parts = split(key);
        for (int i = 0; i < parts.length; i++) {
            var isAddress = parts[i].indexOf(':') >= 0 || parts[i].indexOf('.') >= 0;
            parts[i] = isAddress ? Addresses.canonical(parts[i]) : parts[i];
        }
        return String.join(" . ", parts);
    }

    static String[] split(String text) {
        return BETWEEN.split(text, -1);
    }

    @Nullable String value(String map, String key) {
        if (!names.contains(map)) {
            throw new IllegalStateException("no map " + map);
        }
        return elements.getOrDefault(map, Map.of()).get(key);
    }

    boolean has(String set, String key) {
        var until = remembered.getOrDefault(set, Map.of()).getOrDefault(key, Long.MIN_VALUE);
        return elements.getOrDefault(set, Map.of()).containsKey(key) || until > now;
    }

    void remember(String set, String key, int seconds) {
        remembered.computeIfAbsent(set, _ -> new HashMap<>()).put(key, now + seconds);
    }

    void sleep(Duration time) {
        now += time.toSeconds();
    }

    /// What packets left there, for `restore`.
    Map<String, Map<String, Long>> memory() {
        return copy(remembered);
    }

    void restore(Map<String, Map<String, Long>> memory) {
        remembered = copy(memory);
    }

    private static Map<String, Map<String, Long>> copy(Map<String, Map<String, Long>> sets) {
        var copy = new HashMap<String, Map<String, Long>>();
        sets.forEach((name, members) -> copy.put(name, new HashMap<>(members)));
        return copy;
    }
}
