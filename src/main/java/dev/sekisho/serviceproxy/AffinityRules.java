package dev.sekisho.serviceproxy;

import dev.sekisho.model.Endpoint;
import dev.sekisho.model.service.ServicePort;
import dev.sekisho.model.service.ServicePortId;
import dev.sekisho.nft.Chain;
import dev.sekisho.nft.NamedSet;
import dev.sekisho.nft.Rule;
import dev.sekisho.nft.RulesetDraft;
import dev.sekisho.nft.Statement;
import dev.sekisho.nft.Statement.Chance;
import dev.sekisho.nft.Statement.Dnat;
import dev.sekisho.nft.Statement.Do;
import dev.sekisho.nft.Statement.InSet;
import dev.sekisho.nft.Statement.Remember;
import dev.sekisho.nft.Verdict;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/// The chains of a port whose clients stay with an endpoint: each endpoint has a set of its
/// clients, which goes with it.
record AffinityRules(ServicePort port, Layout layout, RulesetDraft draft) {

    /// The chain that chooses among the endpoints; `scope` tells the lists of a port apart.
    String add(String scope, List<Endpoint> endpoints) {
        var rules = new ArrayList<Rule>();
        var chances = new ArrayList<Verdict>();
        for (var endpoint : endpoints) {
            var chain = new Verdict.Goto(addEndpoint(endpoint));
            chances.add(chain);
            rules.add(
                    Rule.of(new InSet(List.of(layout.source()), clients(endpoint)), new Do(chain)));
        }
        rules.add(Rule.of(new Chance(chances)));
        var name = "affinity/" + scope + "/" + path(port.id(), layout);
        draft.add(Chain.of(name, rules.toArray(Rule[]::new)));
        return name;
    }

    private String addEndpoint(Endpoint endpoint) {
        var clients = clients(endpoint);
        draft.add(NamedSet.of(clients, NamedSet.Kind.REMEMBERED, List.of(layout.source())));
        var name = "endpoint/" + path(port.id(), layout) + "/" + path(endpoint);
        draft.add(
                Chain.of(
                        name,
                        Rule.of(
                                new Remember(
                                        layout.source(),
                                        clients,
                                        port.frontend().affinitySeconds())),
                        Rule.of(dnat(endpoint))));
        return name;
    }

    private Statement dnat(Endpoint endpoint) {
        return new Dnat(layout.protocol(), endpoint.address(), endpoint.port());
    }

    private String clients(Endpoint endpoint) {
        return "clients/" + path(port.id(), layout) + "/" + path(endpoint);
    }

    /// Colons are not for names.
    private static String path(Endpoint endpoint) {
        return endpoint.address().replace(':', '-') + "/" + endpoint.port();
    }

    static String path(ServicePortId id, Layout layout) {
        return "%s/%s/%s/%s/%d"
                .formatted(
                        layout.word(),
                        id.namespace(),
                        id.service(),
                        id.transport().name().toLowerCase(Locale.ROOT),
                        id.port());
    }
}
