package dev.sekisho.nft;

import java.util.List;
import java.util.stream.Collectors;

/// An element of a set or map, as nftables spells it; `value` is empty in a set.
public record Element(String set, String key, String value) {

    public static Element of(String set, List<String> key) {
        return new Element(set, String.join(" . ", key), "");
    }

    public static Element of(String set, List<String> key, Verdict verdict) {
        return new Element(set, String.join(" . ", key), verdict.text());
    }

    public static Element of(String set, List<String> key, String address, int port) {
        return new Element(set, String.join(" . ", key), address + " . " + port);
    }

    static String join(List<? extends Part> parts) {
        return parts.stream().map(Part::text).collect(Collectors.joining(" . "));
    }

    String text() {
        return value.isEmpty() ? key : key + " : " + value;
    }
}
