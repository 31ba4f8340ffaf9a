package dev.sekisho.translate.ingress;

import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.IngressBackend;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.http.PathOddity;
import dev.sekisho.model.http.PathPolicy;
import dev.sekisho.translate.annotation.AnnotationCatalog;
import dev.sekisho.translate.annotation.PathAllowance;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.syntax.HostReader;
import dev.sekisho.translate.syntax.Reading;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// Which unusual paths each host serves.
///
/// A host belongs to the namespace of its oldest Ingress, so that nobody else can loosen what it
/// takes. Of the Ingresses there, the oldest that says something holds.
final class HostPolicies {

    static final HostPolicies NONE = new HostPolicies();

    private record Word(PathAllowance allowance, ObjectRef speaker) {}

    private record Host(ObjectRef owner, SortedMap<PathOddity, Word> words) {

        PathPolicy policy() {
            return PathPolicy.allowing(
                    words.values().stream()
                            .map(Word::allowance)
                            .filter(PathAllowance::allowed)
                            .map(PathAllowance::oddity)
                            .toList());
        }
    }

    private final SortedMap<HostPattern, Host> hosts = new TreeMap<>();
    private final SortedMap<HostPattern, PathPolicy> policies = new TreeMap<>();

    private HostPolicies() {}

    /// What all Ingresses say together; the oldest comes first.
    static HostPolicies read(List<Ingress> bySeniority, Diagnostics diagnostics) {
        Map<ObjectRef, List<PathAllowance>> said = new LinkedHashMap<>();
        for (var ingress : bySeniority) {
            var allowances =
                    AnnotationCatalog.pathAllowances(
                            ingress.meta().annotations(), ingress.ref(), diagnostics);
            if (!allowances.isEmpty()) {
                said.put(ingress.ref(), allowances);
            }
        }
        if (said.isEmpty()) {
            return NONE;
        }
        var all = new HostPolicies();
        for (var ingress : bySeniority) {
            var allowances = said.getOrDefault(ingress.ref(), List.of());
            hosts(ingress).forEach(host -> all.add(ingress, host, allowances, diagnostics));
        }
        all.hosts.forEach(all::decide);
        return all;
    }

    private void decide(HostPattern pattern, Host host) {
        var policy = host.policy();
        if (!policy.equals(PathPolicy.STRICT)) {
            policies.put(pattern, policy);
        }
    }

    /// The hosts of the rules; every host for an Ingress that has a default backend alone.
    private static Set<HostPattern> hosts(Ingress ingress) {
        Set<HostPattern> hosts = new LinkedHashSet<>();
        for (var rule : ingress.rules()) {
            if (HostReader.read(rule.host()) instanceof Reading.Valid(var host)) {
                hosts.add(host);
            }
        }
        var catchesAll = !(ingress.defaultBackend() instanceof IngressBackend.None);
        if (ingress.rules().isEmpty() && catchesAll) {
            hosts.add(HostTable.ALL_HOSTS);
        }
        return hosts;
    }

    private void add(
            Ingress ingress,
            HostPattern pattern,
            List<PathAllowance> allowances,
            Diagnostics diagnostics) {
        var host = hosts.computeIfAbsent(pattern, _ -> new Host(ingress.ref(), new TreeMap<>()));
        for (var allowance : allowances) {
            var problem = problem(host, allowance, ingress.ref());
            if (!problem.isEmpty()) {
                diagnostics.error(
                        ingress.ref(),
                        Reason.HOST_CONFLICT,
                        RuleReader.on(pattern) + allowance.key() + problem);
            }
        }
    }

    /// Takes the word if it counts, else says why it does not.
    private static String problem(Host host, PathAllowance allowance, ObjectRef speaker) {
        var owner = host.owner();
        if (!owner.namespace().equals(speaker.namespace())) {
            return " has no effect, the host belongs to " + owner;
        }
        var first = host.words().putIfAbsent(allowance.oddity(), new Word(allowance, speaker));
        return first == null || first.allowance().equals(allowance)
                ? ""
                : " is already " + first.allowance().allowed() + " by " + first.speaker();
    }

    /// Whether every host serves what it serves there.
    boolean agreesWith(HostPolicies other) {
        return policies.equals(other.policies);
    }

    /// What the host serves; nothing unusual where nobody said a word.
    PathPolicy of(HostPattern host) {
        return policies.getOrDefault(host, PathPolicy.STRICT);
    }
}
