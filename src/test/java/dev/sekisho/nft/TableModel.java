package dev.sekisho.nft;

import java.util.ArrayList;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/// A table that takes transactions, or refuses them, as the kernel does: nothing is added to a set
/// that is not there, or twice with different values; nothing is deleted that is not there or is
/// still referred to.
public final class TableModel {

    private final Map<String, NamedSet> sets = new TreeMap<>();
    private final Map<String, Chain> chains = new TreeMap<>();
    private final Map<String, Map<String, Element>> elements = new TreeMap<>();

    public Ruleset content() {
        var draft = new RulesetDraft();
        sets.values().forEach(draft::add);
        chains.values().forEach(draft::add);
        elements.values().stream().map(Map::values).flatMap(Collection::stream).forEach(draft::add);
        return draft.build();
    }

    /// In the order of `Transaction.text`.
    public void commit(Transaction change) {
        change.addedSets()
                .forEach(set -> {
                    refuse(sets.containsKey(set.name()), "there already: set " + set.name());
                    sets.put(set.name(), set);
                    elements.put(set.name(), new TreeMap<>());
                });
        var rewritten = change.chains().stream().map(Chain::name).toList();
        for (var chain : change.chains()) {
            var before = chains.get(chain.name());
            refuse(
                    before != null && !before.hook().equals(chain.hook()),
                    "another hook: " + chain.name());
            chains.put(chain.name(), new Chain(chain.name(), chain.hook(), List.of()));
        }
        change.chains()
                .forEach(chain -> {
                    referredBy(chain).forEach(this::mustExist);
                    chains.put(chain.name(), chain);
                });
        refuse(rewritten.size() != rewritten.stream().distinct().count(), "written twice");
        change.removed().forEach(this::remove);
        change.added().forEach(this::add);
        change.removedChains().forEach(this::empty);
        var used = referredTo();
        change.removedChains()
                .forEach(name -> {
                    refuse(used.contains(name), "still used: chain " + name);
                    chains.remove(name);
                });
        change.removedSets()
                .forEach(set -> {
                    refuse(used.contains(set.name()), "still used: set " + set.name());
                    refuse(sets.remove(set.name()) == null, "not there: set " + set.name());
                    elements.remove(set.name());
                });
    }

    private void add(Element element) {
        var members = members(element);
        chainOf(element).forEach(this::mustExist);
        var before = members.putIfAbsent(element.key(), element);
        refuse(before != null && !before.equals(element), "there with another value: " + element);
    }

    private void remove(Element element) {
        refuse(members(element).remove(element.key()) == null, "not there: " + element);
    }

    private Map<String, Element> members(Element element) {
        return Objects.requireNonNull(elements.get(element.set()), "no set " + element.set());
    }

    private void empty(String name) {
        var chain = chains.get(name);
        refuse(chain == null, "not there: chain " + name);
        chains.put(name, new Chain(name, Objects.requireNonNull(chain).hook(), List.of()));
    }

    private void mustExist(String name) {
        refuse(!chains.containsKey(name) && !sets.containsKey(name), "not there: " + name);
    }

    private Set<String> referredTo() {
        var byRules = chains.values().stream().flatMap(TableModel::referredBy);
        var byElements =
                elements.values().stream()
                        .map(Map::values)
                        .flatMap(Collection::stream)
                        .flatMap(TableModel::chainOf);
        return Stream.concat(byRules, byElements).collect(Collectors.toSet());
    }

    private static Stream<String> chainOf(Element element) {
        var value = element.value();
        return value.startsWith("goto ") || value.startsWith("jump ")
                ? Stream.of(value.substring(5))
                : Stream.of();
    }

    private static Stream<String> referredBy(Chain chain) {
        var names = new ArrayList<String>();
        for (var rule : chain.rules()) {
            for (var statement : rule.statements()) {
                switch (statement) {
                    case Statement.InSet(_, var set) -> names.add(set);
                    case Statement.Lookup(_, var map) -> names.add(map);
                    case Statement.DnatByMap(_, _, var map) -> names.add(map);
                    case Statement.Remember(_, var set, _) -> names.add(set);
                    case Statement.Chance(var verdicts) ->
                            verdicts.forEach(it -> addChain(names, it));
                    case Statement.Do(var verdict) -> addChain(names, verdict);
                    default -> {}
                }
            }
        }
        return names.stream();
    }

    private static void addChain(List<String> names, Verdict verdict) {
        switch (verdict) {
            case Verdict.Jump(var chain) -> names.add(chain);
            case Verdict.Goto(var chain) -> names.add(chain);
            default -> {}
        }
    }

    private static void refuse(boolean condition, String reason) {
        if (condition) {
            throw new IllegalStateException(reason);
        }
    }
}
