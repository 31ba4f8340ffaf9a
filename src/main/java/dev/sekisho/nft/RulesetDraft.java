package dev.sekisho.nft;

import java.util.HashSet;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Gathers a ruleset. The same chain, set or element may be added several times.
public final class RulesetDraft {

    private final SortedMap<String, NamedSet> sets = new TreeMap<>();
    private final SortedMap<String, Chain> chains = new TreeMap<>();
    private final Set<Element> elements = new HashSet<>();

    public void add(NamedSet set) {
        sets.put(set.name(), set);
    }

    public void add(Chain chain) {
        chains.put(chain.name(), chain);
    }

    public void add(Element element) {
        elements.add(element);
    }

    public void addAll(Ruleset part) {
        sets.putAll(part.sets());
        chains.putAll(part.chains());
        elements.addAll(part.elements());
    }

    public Ruleset build() {
        return new Ruleset(sets, chains, elements);
    }
}
