package dev.sekisho.translate.ingress;

import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.IngressPath;
import dev.sekisho.cluster.IngressRule;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.model.http.Passthrough;
import dev.sekisho.translate.annotation.AnnotationCatalog;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.syntax.HostReader;
import dev.sekisho.translate.syntax.PathReader;
import dev.sekisho.translate.syntax.Reading;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.SortedMap;
import java.util.TreeMap;

/// For which hosts TLS is passed through, and whose paths are shut because theirs is not.
///
/// Connections have no paths, so whoever has `/` of a host gets them: the oldest Ingress that
/// claims it, as for requests. A host belongs to the namespace of its oldest Ingress; nobody else
/// can take its TLS away. An Ingress that asked for it in vain must not have its pods reached
/// otherwise.
final class Passthroughs {

    static final Passthroughs NONE = new Passthroughs();

    private static final String NAME = AnnotationCatalog.SSL_PASSTHROUGH;

    /// The oldest Ingress of a host, and the oldest that has all its paths.
    private record Host(ObjectRef owner, Optional<ObjectRef> all) {}

    private record Shut(ObjectRef ingress, HostPattern host) {}

    private final Map<HostPattern, Host> hosts = new HashMap<>();
    private final SortedMap<HostPattern, Passthrough> passed = new TreeMap<>();
    private final Map<Shut, Reason> shut = new HashMap<>();

    private Passthroughs() {}

    /// What all Ingresses ask for together; the oldest comes first.
    static Passthroughs read(List<Ingress> bySeniority, Diagnostics diagnostics) {
        var asking = bySeniority.stream().filter(Passthroughs::asks).toList();
        if (asking.isEmpty()) {
            return NONE;
        }
        var all = new Passthroughs();
        bySeniority.forEach(ingress -> ingress.rules().forEach(rule -> all.note(ingress, rule)));
        asking.forEach(ingress -> all.decide(ingress, diagnostics));
        bySeniority.forEach(ingress -> all.reportUnreachable(ingress, diagnostics));
        return all;
    }

    private static boolean asks(Ingress ingress) {
        return wanted(ingress) != Passthrough.NONE;
    }

    private static Passthrough wanted(Ingress ingress) {
        return AnnotationCatalog.passthrough(ingress.meta().annotations());
    }

    private void note(Ingress ingress, IngressRule rule) {
        if (!(HostReader.read(rule.host()) instanceof Reading.Valid(var pattern))) {
            return;
        }
        var known = hosts.get(pattern);
        var owner = known == null ? ingress.ref() : known.owner();
        var all = known == null ? Optional.<ObjectRef>empty() : known.all();
        if (all.isEmpty() && rule.paths().stream().anyMatch(Passthroughs::isAll)) {
            all = Optional.of(ingress.ref());
        }
        hosts.put(pattern, new Host(owner, all));
    }

    private static boolean isAll(IngressPath path) {
        return PathReader.read(path.path(), path.pathType()) instanceof Reading.Valid(var match)
                && match.equals(HostTable.ALL_PATHS);
    }

    /// The hosts of the rules; every host for an Ingress that has none.
    private static Set<HostPattern> hosts(Ingress ingress) {
        var patterns = new LinkedHashSet<HostPattern>();
        for (var rule : ingress.rules()) {
            if (HostReader.read(rule.host()) instanceof Reading.Valid(var host)) {
                patterns.add(host);
            }
        }
        if (ingress.rules().isEmpty()) {
            patterns.add(HostTable.ALL_HOSTS);
        }
        return patterns;
    }

    private void decide(Ingress ingress, Diagnostics diagnostics) {
        for (var pattern : hosts(ingress)) {
            var problem = problem(ingress.ref(), pattern);
            if (problem.isEmpty()) {
                passed.put(pattern, wanted(ingress));
            } else {
                var reason = problem.get().reason();
                shut.put(new Shut(ingress.ref(), pattern), reason);
                diagnostics.error(
                        ingress.ref(),
                        reason,
                        RuleReader.on(pattern)
                                + NAME
                                + problem.get().text()
                                + "; these paths answer 503");
            }
        }
    }

    private record Problem(Reason reason, String text) {}

    private Optional<Problem> problem(ObjectRef ingress, HostPattern pattern) {
        var host = hosts.get(pattern);
        if (host == null || pattern instanceof HostPattern.Any) {
            return invalid(" is for a rule without a host (expected: one that clients ask for)");
        }
        if (!host.owner().namespace().equals(ingress.namespace())) {
            return conflict(" has no effect, the host belongs to " + host.owner());
        }
        if (host.all().isEmpty()) {
            return invalid(" has no Service to pass connections to (expected: a path / of Prefix)");
        }
        return host.all().get().equals(ingress)
                ? Optional.empty()
                : conflict(" has no effect, path / already belongs to " + host.all().get());
    }

    private static Optional<Problem> invalid(String text) {
        return Optional.of(new Problem(Reason.INVALID_ANNOTATION, text));
    }

    private static Optional<Problem> conflict(String text) {
        return Optional.of(new Problem(Reason.HOST_CONFLICT, text));
    }

    private void reportUnreachable(Ingress ingress, Diagnostics diagnostics) {
        for (var rule : ingress.rules()) {
            if (HostReader.read(rule.host()) instanceof Reading.Valid(var pattern)
                    && passed.containsKey(pattern)
                    && !rule.paths().stream().allMatch(Passthroughs::isAll)) {
                diagnostics.warning(
                        ingress.ref(),
                        Reason.ANNOTATION_WITHOUT_EFFECT,
                        RuleReader.on(pattern)
                                + "paths other than / are served over plain HTTP only, TLS is passed"
                                + " through to that of "
                                + ownerOfAll(pattern));
            }
        }
    }

    private String ownerOfAll(HostPattern pattern) {
        var host = hosts.get(pattern);
        return host == null ? "" : host.all().map(ObjectRef::toString).orElse("");
    }

    /// Whether every host is treated as there.
    boolean agreesWith(Passthroughs other) {
        return passed.equals(other.passed) && shut.equals(other.shut);
    }

    Passthrough of(HostPattern host) {
        return passed.getOrDefault(host, Passthrough.NONE);
    }

    /// Why the paths of an Ingress are shut there; empty if they are not.
    Optional<Reason> shut(ObjectRef ingress, HostPattern host) {
        return shut.isEmpty()
                ? Optional.empty()
                : Optional.ofNullable(shut.get(new Shut(ingress, host)));
    }
}
