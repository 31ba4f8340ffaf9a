package dev.sekisho.serviceproxy;

import dev.sekisho.nft.Chain;
import dev.sekisho.nft.Hook;
import dev.sekisho.nft.Hook.Point;
import dev.sekisho.nft.Rule;
import dev.sekisho.nft.Ruleset;
import dev.sekisho.nft.RulesetDraft;
import dev.sekisho.nft.Statement;
import dev.sekisho.nft.Statement.Among;
import dev.sekisho.nft.Statement.Answer;
import dev.sekisho.nft.Statement.Do;
import dev.sekisho.nft.Statement.InSet;
import dev.sekisho.nft.Statement.Lookup;
import dev.sekisho.nft.Statement.NewConnection;
import dev.sekisho.nft.Statement.Reject;
import dev.sekisho.nft.Statement.Sense;
import dev.sekisho.nft.Statement.ToThisHost;
import dev.sekisho.nft.Verdict;
import java.util.ArrayList;
import java.util.List;

/// The rules that are there whatever the Services are: hooks, and look-ups in the maps that
/// Services fill.
///
/// Source ranges are judged before an address is translated, what nobody answers after it.
record BaseRules(RuleSettings settings, List<String> nodePortAddresses) {

    private static final int DSTNAT = -100;
    private static final int SRCNAT = 100;
    private static final int FILTER = 0;
    private static final int STEP = 10;

    Ruleset build() {
        var draft = new RulesetDraft();
        Layout.ALL.forEach(layout -> layout.sets().forEach(draft::add));
        draft.add(Chain.of(Layout.VERSION));
        draft.add(Chain.of(Layout.MARKING, Rule.of(new Statement.Mark(settings.mark()))));
        draft.add(
                Chain.of(
                        Layout.REJECTING,
                        Rule.of(new Reject(Answer.TCP_RESET)),
                        Rule.of(new Reject(Answer.UNREACHABLE))));
        draft.add(chain("firewall", firewall()));
        draft.add(chain("services", services()));
        draft.add(chain("outside", outside()));
        draft.add(chain("unanswered", unanswered()));
        draft.add(chain("masquerading", masquerading()));
        hooks().forEach(draft::add);
        return draft.build();
    }

    private static Chain chain(String name, List<Rule> rules) {
        return Chain.of(name, rules.toArray(Rule[]::new));
    }

    private static List<Chain> hooks() {
        return List.of(
                filter("hook-prerouting-early", Point.PREROUTING, DSTNAT - STEP, "firewall"),
                filter("hook-output-early", Point.OUTPUT, DSTNAT - STEP, "firewall"),
                nat("hook-prerouting", Point.PREROUTING, DSTNAT, "services"),
                nat("hook-output", Point.OUTPUT, DSTNAT, "services"),
                filter("hook-output-late", Point.OUTPUT, DSTNAT + STEP, "unanswered"),
                filter("hook-input", Point.INPUT, FILTER, "unanswered"),
                filter("hook-forward", Point.FORWARD, FILTER, "unanswered"),
                nat("hook-postrouting", Point.POSTROUTING, SRCNAT, "masquerading"));
    }

    private static Chain filter(String name, Point point, int priority, String to) {
        var rule = Rule.of(new NewConnection(), new Do(new Verdict.Jump(to)));
        return Chain.hooked(name, new Hook(Hook.Type.FILTER, point, priority), rule);
    }

    private static Chain nat(String name, Point point, int priority, String to) {
        var rule = Rule.of(new Do(new Verdict.Jump(to)));
        return Chain.hooked(name, new Hook(Hook.Type.NAT, point, priority), rule);
    }

    private static List<Rule> firewall() {
        return Layout.ALL.stream()
                .map(it -> Rule.of(new Lookup(it.place(), it.firewalled())))
                .toList();
    }

    private List<Rule> services() {
        var rules = new ArrayList<Rule>();
        rules.add(Rule.of(new Do(new Verdict.Jump("outside"))));
        Layout.ALL.forEach(it -> rules.add(Rule.of(new Lookup(it.place(), it.services()))));
        Layout.ALL.forEach(it -> addNodePorts(rules, it, it.nodePorts()));
        return rules;
    }

    /// Pods and the node itself are not outside.
    private List<Rule> outside() {
        var rules = new ArrayList<Rule>();
        rules.add(Rule.of(new Statement.FromThisHost(), new Do(new Verdict.Return())));
        for (var layout : Layout.ALL) {
            var pods = of(layout, settings.podRanges());
            if (!pods.isEmpty()) {
                var isPod = new Among(layout.source(), Sense.ANY_OF, pods);
                rules.add(Rule.of(isPod, new Do(new Verdict.Return())));
            }
        }
        Layout.ALL.forEach(it -> rules.add(Rule.of(new Lookup(it.place(), it.outside()))));
        Layout.ALL.forEach(it -> addNodePorts(rules, it, it.outsideNodePorts()));
        return rules;
    }

    private List<Rule> unanswered() {
        var rules = new ArrayList<Rule>();
        for (var layout : Layout.ALL) {
            rules.add(Rule.of(new Lookup(layout.place(), layout.unanswered())));
            addNodePorts(rules, layout, layout.unansweredNodePorts());
            rules.add(
                    Rule.of(
                            new InSet(List.of(layout.destination()), layout.clusterIps()),
                            new Do(new Verdict.Goto(Layout.REJECTING))));
            var services = of(layout, settings.serviceRanges());
            if (!services.isEmpty()) {
                var isService = new Among(layout.destination(), Sense.ANY_OF, services);
                rules.add(Rule.of(isService, new Do(new Verdict.Drop())));
            }
        }
        return rules;
    }

    private List<Rule> masquerading() {
        var mark = settings.mark();
        var rules = new ArrayList<Rule>();
        rules.add(
                Rule.of(
                        new Statement.Marked(mark),
                        new Statement.Unmark(mark),
                        new Statement.Masquerade()));
        for (var layout : Layout.ALL) {
            rules.add(
                    Rule.of(
                            new Statement.Translated(),
                            new InSet(
                                    List.of(layout.source(), layout.destination()),
                                    layout.hairpins()),
                            new Statement.Masquerade()));
        }
        return rules;
    }

    /// Node ports answer on addresses of the node only, and never on the loopback.
    private void addNodePorts(List<Rule> rules, Layout layout, String map) {
        var addresses = of(layout, nodePortAddresses);
        if (!addresses.isEmpty()) {
            var loopback = layout.covers("::1") ? "::1" : "127.0.0.0/8";
            rules.add(
                    Rule.of(
                            new Among(layout.destination(), Sense.NONE_OF, List.of(loopback)),
                            new Among(layout.destination(), Sense.ANY_OF, addresses),
                            new ToThisHost(),
                            new Lookup(Layout.nodePort(), map)));
        }
    }

    private static List<String> of(Layout layout, List<String> blocks) {
        return blocks.stream().filter(layout::covers).toList();
    }
}
