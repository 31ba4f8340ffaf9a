package dev.sekisho.serviceproxy;

import dev.sekisho.nft.Chain;
import dev.sekisho.nft.NamedSet;
import dev.sekisho.nft.NamedSet.Kind;
import dev.sekisho.nft.Ruleset;
import dev.sekisho.nft.RulesetDraft;
import dev.sekisho.nft.Transaction;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/// Compares the table in the kernel with what it should hold.
///
/// nftables spells rules in its own way, so a chain is compared with how it was listed after we
/// wrote it; one that was never seen after that is taken for what we wrote.
final class Repair {

    private final Map<String, String> seen = new TreeMap<>();

    /// The transaction that makes the table what it should be, with all chains written anew.
    static String rewriting(Listing found, Ruleset wanted) {
        return text(found, wanted, wanted.chains());
    }

    /// The same for what differs; empty if nothing does.
    String repairing(Listing found, Ruleset wanted) {
        var rewritten = new TreeMap<String, Chain>();
        wanted.chains()
                .forEach((name, chain) -> {
                    var rules = found.chains().get(name);
                    var known = rules == null ? null : seen.putIfAbsent(name, rules);
                    if (rules == null || (known != null && !known.equals(rules))) {
                        rewritten.put(name, chain);
                    }
                });
        seen.keySet().retainAll(wanted.chains().keySet());
        return text(found, wanted, rewritten);
    }

    /// These are about to be written: how they are listed is not known any more.
    void written(Iterable<Chain> chains) {
        chains.forEach(chain -> seen.remove(chain.name()));
    }

    void forget() {
        seen.clear();
    }

    private static String text(Listing found, Ruleset wanted, Map<String, Chain> rewritten) {
        var isOurs = found.chains().containsKey(Layout.VERSION);
        if (!isOurs && (!found.sets().isEmpty() || !found.chains().isEmpty())) {
            return replacing(wanted);
        }
        return Transaction.between(before(found, wanted, rewritten), wanted).text(Layout.TABLE);
    }

    private static String replacing(Ruleset wanted) {
        return "add table %1$s\ndelete table %1$s\nadd table %1$s\n".formatted(Layout.TABLE)
                + Transaction.between(Ruleset.EMPTY, wanted).text(Layout.TABLE);
    }

    /// What was found, as values: equal to what is wanted wherever nothing has to be done.
    private static Ruleset before(Listing found, Ruleset wanted, Map<String, Chain> rewritten) {
        var draft = new RulesetDraft();
        found.sets()
                .forEach((name, word) -> {
                    var kind = word.equals("map") ? Kind.VERDICTS : Kind.SET;
                    var foreign = NamedSet.of(name, kind, List.of());
                    draft.add(wanted.sets().getOrDefault(name, foreign));
                });
        for (var name : found.chains().keySet()) {
            var chain = wanted.chains().get(name);
            draft.add(chain == null || rewritten.containsKey(name) ? Chain.of(name) : chain);
        }
        found.elements().forEach(draft::add);
        return draft.build();
    }
}
