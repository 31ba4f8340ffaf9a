package dev.sekisho.nft;

import java.util.ArrayList;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Predicate;

/// What has to be done to a table so that its content becomes another; all of it or nothing.
///
/// `chains` are written anew whether or not they exist. Everything is in the order of its lists.
public record Transaction(
        List<NamedSet> addedSets,
        List<Chain> chains,
        List<Element> removed,
        List<Element> added,
        List<String> removedChains,
        List<NamedSet> removedSets) {

    public Transaction {
        addedSets = List.copyOf(addedSets);
        chains = List.copyOf(chains);
        removed = List.copyOf(removed);
        added = List.copyOf(added);
        removedChains = List.copyOf(removedChains);
        removedSets = List.copyOf(removedSets);
    }

    /// The least that leads from one content to another.
    public static Transaction between(Ruleset before, Ruleset after) {
        return new Transaction(
                after.sets().values().stream()
                        .filter(set -> !before.sets().containsKey(set.name()))
                        .toList(),
                after.chains().values().stream()
                        .filter(chain -> !chain.equals(before.chains().get(chain.name())))
                        .toList(),
                missing(before.elements(), after.elements()::contains, after),
                missing(after.elements(), before.elements()::contains, after),
                before.chains().keySet().stream()
                        .filter(name -> !after.chains().containsKey(name))
                        .toList(),
                before.sets().values().stream()
                        .filter(set -> !after.sets().containsKey(set.name()))
                        .toList());
    }

    /// A set that goes takes its elements along.
    private static List<Element> missing(
            Collection<Element> all, Predicate<Element> there, Ruleset after) {
        return all.stream()
                .filter(element -> !there.test(element))
                .filter(element -> after.sets().containsKey(element.set()))
                .toList();
    }

    public boolean isEmpty() {
        return addedSets.isEmpty()
                && chains.isEmpty()
                && removed.isEmpty()
                && added.isEmpty()
                && removedChains.isEmpty()
                && removedSets.isEmpty();
    }

    /// For `nft -f`: what is referred to comes before what refers to it, and goes after it.
    public String text(String table) {
        var text = new StringBuilder();
        for (var set : addedSets) {
            line(text, "add " + set.word(), table, set.name(), "{ " + set.declaration() + " }");
        }
        chains.forEach(chain -> line(text, "add chain", table, chain.name(), hook(chain)));
        chains.forEach(chain -> line(text, "flush chain", table, chain.name(), ""));
        for (var chain : chains) {
            chain.rules().forEach(it -> line(text, "add rule", table, chain.name(), it.text()));
        }
        elements(text, "delete", table, removed);
        elements(text, "add", table, added);
        removedChains.forEach(name -> line(text, "flush chain", table, name, ""));
        removedChains.forEach(name -> line(text, "delete chain", table, name, ""));
        removedSets.forEach(set -> line(text, "delete " + set.word(), table, set.name(), ""));
        return text.toString();
    }

    private static String hook(Chain chain) {
        return chain.hook().map(hook -> "{ " + hook.text() + " }").orElse("");
    }

    private static void elements(
            StringBuilder text, String verb, String table, List<Element> elements) {
        Map<String, List<String>> bySet = new LinkedHashMap<>();
        for (var element : elements) {
            var shown = verb.equals("add") ? element.text() : element.key();
            bySet.computeIfAbsent(element.set(), _ -> new ArrayList<>()).add(shown);
        }
        bySet.forEach((set, shown) -> {
            var listed = "{ " + String.join(", ", shown) + " }";
            line(text, verb + " element", table, set, listed);
        });
    }

    private static void line(
            StringBuilder text, String command, String table, String name, String rest) {
        text.append(command).append(' ').append(table).append(' ').append(name);
        text.append(' ').append(rest).append('\n');
    }
}
