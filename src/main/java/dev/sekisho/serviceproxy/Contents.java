package dev.sekisho.serviceproxy;

import dev.sekisho.model.service.ServicePort;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.nft.Element;
import dev.sekisho.nft.Ruleset;
import dev.sekisho.nft.RulesetDraft;
import dev.sekisho.nft.Transaction;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// What the table in the kernel should hold, and the step from one table of Services to the next.
///
/// Elements belong to one port each and need not be kept; chains, and the elements that ports
/// share, are counted. Not thread-safe: its plane owns it.
final class Contents {

    private static final Set<String> SHARED =
            Set.of(
                    Layout.ALL.getFirst().hairpins(),
                    Layout.ALL.getLast().hairpins(),
                    Layout.ALL.getFirst().clusterIps(),
                    Layout.ALL.getLast().clusterIps());

    private final RuleSettings settings;
    private final Map<Object, Integer> uses = new HashMap<>();
    private ServiceTable table = ServiceTable.EMPTY;

    Contents(RuleSettings settings) {
        this.settings = settings;
    }

    ServiceTable table() {
        return table;
    }

    /// Everything that belongs into the table now.
    Ruleset all() {
        var draft = new RulesetDraft();
        draft.addAll(base(table));
        table.ports().values().forEach(port -> draft.addAll(PortRules.of(settings, port)));
        return draft.build();
    }

    /// Makes `next` the table, for whoever writes all of it.
    void settle(ServiceTable next) {
        var step = TableStep.between(table, next);
        step.gone().forEach(port -> count(PortRules.of(settings, port), -1));
        step.come().forEach(port -> count(PortRules.of(settings, port), 1));
        table = next;
    }

    /// Makes `next` the table; returns what that changes.
    Transaction moveTo(ServiceTable next) {
        var step = TableStep.between(table, next);
        var before = base(table);
        var after = base(next);
        table = next;
        return exchange(before, after, rules(step.gone()), rules(step.come()));
    }

    private Ruleset base(ServiceTable of) {
        return new BaseRules(settings, of.nodePortAddresses()).build();
    }

    private List<Ruleset> rules(List<ServicePort> ports) {
        return ports.stream().map(port -> PortRules.of(settings, port)).toList();
    }

    private Transaction exchange(
            Ruleset baseBefore, Ruleset baseAfter, List<Ruleset> gone, List<Ruleset> come) {
        var before = new RulesetDraft();
        before.addAll(baseBefore);
        come.forEach(part -> addUsed(before, part));
        gone.forEach(before::addAll);
        gone.forEach(part -> count(part, -1));
        come.forEach(part -> count(part, 1));
        var after = new RulesetDraft();
        after.addAll(baseAfter);
        gone.forEach(part -> addUsed(after, part));
        come.forEach(after::addAll);
        return Transaction.between(before.build(), after.build());
    }

    /// What of this part is there for other ports' sake.
    private void addUsed(RulesetDraft draft, Ruleset part) {
        part.chains().values().stream()
                .filter(it -> uses.containsKey(it.name()))
                .forEach(draft::add);
        part.elements().stream().filter(uses::containsKey).forEach(draft::add);
    }

    private void count(Ruleset part, int change) {
        part.chains().keySet().forEach(name -> count(name, change));
        part.elements().stream().filter(Contents::isShared).forEach(it -> count(it, change));
    }

    private void count(Object item, int change) {
        var now = uses.merge(item, change, Integer::sum);
        if (now == 0) {
            uses.remove(item);
        }
    }

    private static boolean isShared(Element element) {
        return SHARED.contains(element.set());
    }
}
