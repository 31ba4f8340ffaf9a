package dev.sekisho.translate.service;

import dev.sekisho.cluster.EndpointSlice.Placement;
import dev.sekisho.model.Endpoint;
import dev.sekisho.model.service.Target;
import java.util.Collection;
import java.util.List;
import java.util.function.Function;
import java.util.function.Predicate;

/// Chooses among the endpoints of one Service port for one node.
///
/// Ready ones come first, else those that still serve while they terminate; for the node alone and
/// for the cluster the two are decided independently of each other.
record Candidates(Collection<Candidate> all, String node, String zone) {

    /// Where traffic goes that may go anywhere.
    Target cluster() {
        return balanced(clusterEndpoints());
    }

    /// Where traffic goes that has to stay on this node.
    Target local() {
        var here = usable(candidate -> candidate.isOn(node));
        if (here.isEmpty() && !usable(_ -> true).isEmpty()) {
            return new Target.Drop();
        }
        return balanced(here);
    }

    /// Those that flows under way may stay with.
    List<Endpoint> serving() {
        return endpoints(Candidate::serving);
    }

    int readyHere() {
        return (int)
                all.stream()
                        .filter(candidate -> candidate.ready() && candidate.isOn(node))
                        .map(candidate -> candidate.endpoint().address())
                        .distinct()
                        .count();
    }

    /// Addresses that may be on this node, so that a client behind one can be sent to itself.
    List<String> hairpins() {
        return addresses(it -> it.isOn(node) || it.isOnNobodyKnowsWhere());
    }

    /// All addresses: a pod of another node can be sent to itself by this one, too.
    List<String> hairpinsAnywhere() {
        return addresses(_ -> true);
    }

    private List<String> addresses(Predicate<Candidate> scope) {
        return all.stream()
                .filter(scope)
                .filter(it -> it.ready() || it.isLastResort())
                .map(it -> it.endpoint().address())
                .distinct()
                .sorted()
                .toList();
    }

    private static Target balanced(List<Endpoint> endpoints) {
        return endpoints.isEmpty() ? new Target.Reject() : new Target.Balance(endpoints);
    }

    /// Hints count only if every ready endpoint has some and one of them is meant for us.
    private List<Endpoint> clusterEndpoints() {
        if (areHintsFor(node, Placement::forNodes)) {
            return endpoints(it -> it.ready() && it.placement().forNodes().contains(node));
        }
        if (areHintsFor(zone, Placement::forZones)) {
            return endpoints(it -> it.ready() && it.placement().forZones().contains(zone));
        }
        return usable(_ -> true);
    }

    private boolean areHintsFor(String place, Function<Placement, List<String>> hints) {
        var found = false;
        for (var candidate : all) {
            var meantFor = hints.apply(candidate.placement());
            if (candidate.ready() && meantFor.isEmpty()) {
                return false;
            }
            found |= candidate.ready() && meantFor.contains(place);
        }
        return found;
    }

    private List<Endpoint> usable(Predicate<Candidate> scope) {
        var ready = endpoints(scope.and(Candidate::ready));
        return ready.isEmpty() ? endpoints(scope.and(Candidate::isLastResort)) : ready;
    }

    private List<Endpoint> endpoints(Predicate<Candidate> wanted) {
        return all.stream().filter(wanted).map(Candidate::endpoint).sorted().toList();
    }
}
