package dev.sekisho.serviceproxy;

import dev.sekisho.model.Endpoint;
import dev.sekisho.model.service.Frontend;
import dev.sekisho.model.service.ServicePort;
import dev.sekisho.model.service.Sources;
import dev.sekisho.model.service.Target;
import dev.sekisho.model.service.TrafficPolicy;
import dev.sekisho.nft.Chain;
import dev.sekisho.nft.Element;
import dev.sekisho.nft.Part;
import dev.sekisho.nft.Rule;
import dev.sekisho.nft.Ruleset;
import dev.sekisho.nft.RulesetDraft;
import dev.sekisho.nft.Statement;
import dev.sekisho.nft.Statement.Among;
import dev.sekisho.nft.Statement.Do;
import dev.sekisho.nft.Statement.FromThisHost;
import dev.sekisho.nft.Statement.Sense;
import dev.sekisho.nft.Verdict;
import dev.sekisho.serviceproxy.Layout.Group;
import java.util.ArrayList;
import java.util.List;

/// The rules of one Service port: elements of the shared maps, and the chains that they lead to.
///
/// A chain for so many endpoints serves every port that has so many, so that a changed endpoint is
/// an element and no rule. Only affinity and source ranges need chains of their own.
final class PortRules {

    private final RuleSettings settings;
    private final ServicePort port;
    private final Frontend frontend;
    private final Layout layout;
    private final String protocol;
    private final RulesetDraft draft = new RulesetDraft();

    private PortRules(RuleSettings settings, ServicePort port) {
        this.settings = settings;
        this.port = port;
        this.frontend = port.frontend();
        this.layout = Layout.of(port.id().family());
        this.protocol = number(port);
    }

    static Ruleset of(RuleSettings settings, ServicePort port) {
        return new PortRules(settings, port).build();
    }

    /// As nftables lists it when it has no names for protocols.
    private static String number(ServicePort port) {
        return switch (port.id().transport()) {
            case TCP -> "6";
            case UDP -> "17";
            case SCTP -> "132";
        };
    }

    private Ruleset build() {
        addClusterIp();
        frontend.externalIps().forEach(address -> addExternal(place(address)));
        frontend.loadBalancerIps().forEach(address -> addExternal(place(address)));
        addNodePort();
        addFirewall();
        for (var address : port.hairpins()) {
            draft.add(Element.of(layout.hairpins(), List.of(address, address)));
        }
        return draft.build();
    }

    private List<String> place(String address) {
        return List.of(address, protocol, Integer.toString(port.id().port()));
    }

    private void addClusterIp() {
        var address = frontend.clusterIp();
        if (address.isEmpty()) {
            return;
        }
        var key = place(address);
        draft.add(Element.of(layout.clusterIps(), List.of(address)));
        switch (port.internal()) {
            case Target.Balance(var endpoints) -> {
                var choice = choice(Group.ANYWHERE, key, port.internal(), endpoints);
                add(layout.services(), key, new Verdict.Goto(fromPods(choice)));
            }
            case Target.Reject() -> reject(layout.unanswered(), key);
            case Target.Drop() -> add(layout.unanswered(), key, new Verdict.Drop());
        }
    }

    private void addExternal(List<String> key) {
        addWays(new Ways(key, layout.services(), layout.outside(), layout.unanswered()));
    }

    private void addNodePort() {
        if (frontend.nodePort() != 0) {
            addWays(
                    new Ways(
                            List.of(protocol, Integer.toString(frontend.nodePort())),
                            layout.nodePorts(),
                            layout.outsideNodePorts(),
                            layout.unansweredNodePorts()));
        }
    }

    /// One thing that clients ask for, and the maps that know it.
    private record Ways(List<String> key, String services, String outside, String unanswered) {

        Group anywhere() {
            return key.size() == 2 ? Group.NODE_PORT_ANYWHERE : Group.ANYWHERE;
        }

        Group here() {
            return key.size() == 2 ? Group.NODE_PORT_HERE : Group.HERE;
        }
    }

    private void addWays(Ways ways) {
        if (port.inside() instanceof Target.Balance(var endpoints)) {
            var choice = choice(ways.anywhere(), ways.key(), port.inside(), endpoints);
            add(ways.services(), ways.key(), new Verdict.Goto(external(choice)));
        } else {
            reject(ways.unanswered(), ways.key());
        }
        if (frontend.externalPolicy() == TrafficPolicy.LOCAL) {
            addOutside(ways);
        }
    }

    private void addOutside(Ways ways) {
        switch (port.outside()) {
            case Target.Balance(var endpoints) -> {
                var choice = choice(ways.here(), ways.key(), port.outside(), endpoints);
                add(ways.outside(), ways.key(), new Verdict.Goto(choice));
            }
            case Target.Drop() -> {
                // Not translated here, so that a later hook sees it and drops it.
                add(ways.outside(), ways.key(), new Verdict.Accept());
                add(ways.unanswered(), ways.key(), new Verdict.Drop());
            }
            case Target.Reject() -> {}
        }
    }

    private void reject(String map, List<String> key) {
        add(map, key, new Verdict.Goto(Layout.REJECTING));
    }

    private void add(String map, List<String> key, Verdict verdict) {
        draft.add(Element.of(map, key, verdict));
    }

    /// The chain that sends a connection to one of the endpoints.
    private String choice(Group group, List<String> key, Target target, List<Endpoint> all) {
        if (frontend.affinitySeconds() > 0) {
            var scope = target.equals(port.inside()) ? "any" : "local";
            return new AffinityRules(port, layout, draft).add(scope, all);
        }
        for (int i = 0; i < all.size(); i++) {
            var slot = new ArrayList<>(key);
            slot.add(Integer.toString(i));
            var endpoint = all.get(i);
            draft.add(
                    Element.of(
                            group.map(layout, port.id().transport()),
                            slot,
                            endpoint.address(),
                            endpoint.port()));
        }
        var name = group.chain(layout, port.id().transport(), all.size());
        var chosen = new ArrayList<Part>(group.key(layout));
        chosen.add(new Part.Random(all.size()));
        draft.add(
                Chain.of(
                        name,
                        Rule.of(
                                new Statement.DnatByMap(
                                        layout.protocol(),
                                        chosen,
                                        group.map(layout, port.id().transport())))));
        return name;
    }

    /// Who is no pod may not find its way back to us, so it gets an address of ours.
    private String fromPods(String choice) {
        var pods = settings.podRanges().stream().filter(layout::covers).toList();
        if (pods.isEmpty()) {
            return choice;
        }
        return marked("cluster/" + choice, choice, new Among(layout.source(), Sense.NONE_OF, pods));
    }

    /// An answer has to come back through us, unless the endpoint is here and the client is not.
    private String external(String choice) {
        return switch (frontend.externalPolicy()) {
            case CLUSTER -> marked("external/" + choice, choice);
            case LOCAL -> marked("inside/" + choice, choice, new FromThisHost());
        };
    }

    /// A chain that marks what meets the conditions and goes on to another one.
    private String marked(String name, String next, Statement... conditions) {
        var marking = new ArrayList<>(List.of(conditions));
        marking.add(new Do(new Verdict.Jump(Layout.MARKING)));
        draft.add(Chain.of(name, new Rule(marking), Rule.of(new Do(new Verdict.Goto(next)))));
        return name;
    }

    private void addFirewall() {
        if (frontend.sources() instanceof Sources.Only(var blocks)
                && !frontend.loadBalancerIps().isEmpty()) {
            var name = "firewall/" + AffinityRules.path(port.id(), layout);
            var drop = new Do(new Verdict.Drop());
            var stranger = new Among(layout.source(), Sense.NONE_OF, blocks);
            draft.add(Chain.of(name, blocks.isEmpty() ? Rule.of(drop) : Rule.of(stranger, drop)));
            frontend.loadBalancerIps()
                    .forEach(it -> add(layout.firewalled(), place(it), new Verdict.Goto(name)));
        }
    }
}
