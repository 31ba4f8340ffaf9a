package dev.sekisho.translate.ingress;

import dev.sekisho.cluster.Ingress;
import dev.sekisho.cluster.IngressPath;
import dev.sekisho.cluster.IngressRule;
import dev.sekisho.model.HostPattern;
import dev.sekisho.model.Reason;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.syntax.HostReader;
import dev.sekisho.translate.syntax.PathReader;
import dev.sekisho.translate.syntax.Reading;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/// Reads the rules of one Ingress; what cannot be matched is left out and diagnosed.
final class RuleReader {

    /// What makes two paths of one Ingress the same.
    record Place(HostPattern host, PathMatch match) {}

    /// The hosts of all valid rules, and the paths in the order in which they were written.
    record Rules(Set<HostPattern> hosts, Map<Place, IngressPath> paths) {}

    private static final String PATTERN_CHARACTERS = "*()[]{}|^$\\+";

    private final Ingress ingress;
    private final HostPolicies policies;
    private final Diagnostics diagnostics;
    private final Set<HostPattern> hosts = new LinkedHashSet<>();
    private final Map<Place, IngressPath> paths = new LinkedHashMap<>();

    private RuleReader(Ingress ingress, HostPolicies policies, Diagnostics diagnostics) {
        this.ingress = ingress;
        this.policies = policies;
        this.diagnostics = diagnostics;
    }

    static Rules read(Ingress ingress, HostPolicies policies, Diagnostics diagnostics) {
        var reader = new RuleReader(ingress, policies, diagnostics);
        ingress.rules().forEach(reader::read);
        return new Rules(reader.hosts, reader.paths);
    }

    private void read(IngressRule rule) {
        switch (HostReader.read(rule.host())) {
            case Reading.Valid(var host) -> {
                hosts.add(host);
                rule.paths().forEach(path -> read(host, path));
            }
            case Reading.Invalid(var problem) ->
                    diagnostics.error(ingress.ref(), Reason.INVALID_HOST, problem);
        }
    }

    private void read(HostPattern host, IngressPath path) {
        switch (PathReader.read(path.path(), path.pathType(), policies.of(host))) {
            case Reading.Valid(var match) -> {
                add(new Place(host, match), path);
                reportPattern(path);
            }
            case Reading.Invalid(var problem) ->
                    diagnostics.error(ingress.ref(), Reason.INVALID_PATH, on(host) + problem);
        }
    }

    /// Of two paths that match the same requests the one with the longer text wins, else the first.
    private void add(Place place, IngressPath path) {
        var first = paths.get(place);
        if (first == null) {
            paths.put(place, path);
            return;
        }
        var longer = path.path().length() > first.path().length();
        if (longer) {
            paths.put(place, path);
        }
        if (!first.backend().equals(path.backend())) {
            reportTwice(place, longer ? first : path, longer ? path : first);
        }
    }

    private void reportTwice(Place place, IngressPath loser, IngressPath winner) {
        diagnostics.error(
                ingress.ref(),
                Reason.HOST_CONFLICT,
                on(place.host())
                        + "path "
                        + Excerpt.of(loser.path())
                        + " already belongs to path "
                        + Excerpt.of(winner.path())
                        + " of the same Ingress");
    }

    private void reportPattern(IngressPath path) {
        var looksLikePattern =
                path.pathType().equals("ImplementationSpecific")
                        && path.path().chars().anyMatch(c -> PATTERN_CHARACTERS.indexOf(c) >= 0);
        if (looksLikePattern) {
            diagnostics.info(
                    ingress.ref(),
                    Reason.INVALID_PATH,
                    "path " + Excerpt.of(path.path()) + " is taken literally, not as a pattern");
        }
    }

    static String on(HostPattern host) {
        return host instanceof HostPattern.Any ? "" : "host " + host.text() + ": ";
    }

    /// How messages call the backend of a path.
    static String backendOf(HostPattern host, IngressPath path) {
        return on(host) + "backend of path " + Excerpt.of(path.path());
    }

    static List<HostPattern> sorted(Set<HostPattern> hosts) {
        return hosts.stream().sorted().toList();
    }
}
