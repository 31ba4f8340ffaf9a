package dev.sekisho.nft;

import java.util.List;
import java.util.stream.Collectors;

/// A set or map that rules look things up in. `value` is what a map of endpoints holds: nft 1.0.6
/// cannot use one again whose ports are of no protocol in particular, and then adds a condition to
/// each rule, so there has to be one for each protocol.
public record NamedSet(String name, Kind kind, List<Part> key, List<Part> value) {

    public enum Kind {
        /// Keys alone.
        SET,
        /// A verdict for each key.
        VERDICTS,
        /// An address and a port for each key.
        ENDPOINTS,
        /// Filled by packets; what is in it goes by itself.
        REMEMBERED
    }

    public NamedSet {
        key = List.copyOf(key);
        value = List.copyOf(value);
    }

    public static NamedSet of(String name, Kind kind, List<Part> key) {
        return new NamedSet(name, kind, key, List.of());
    }

    /// `set` or `map`.
    String word() {
        return switch (kind) {
            case SET, REMEMBERED -> "set";
            case VERDICTS, ENDPOINTS -> "map";
        };
    }

    /// What stands between the braces of its declaration.
    String declaration() {
        return switch (kind) {
            case SET -> "type " + types() + ";";
            case VERDICTS -> "type " + types() + " : verdict;";
            case ENDPOINTS -> "typeof " + Element.join(key) + " : " + Element.join(value) + ";";
            case REMEMBERED -> "type " + types() + "; size 65535; flags dynamic,timeout;";
        };
    }

    private String types() {
        return key.stream().map(NamedSet::type).collect(Collectors.joining(" . "));
    }

    private static String type(Part part) {
        return switch (part) {
            case Part.Field field -> field.type();
            case Part.Random _ -> "integer";
        };
    }
}
