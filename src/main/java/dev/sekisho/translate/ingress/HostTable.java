package dev.sekisho.translate.ingress;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.VirtualHost;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;

/// Who has which path of which host: whoever claimed it first.
final class HostTable {

    static final PathMatch ALL_PATHS = new PathMatch.Prefix("/");
    static final HostPattern ALL_HOSTS = new HostPattern.Any();

    /// The longest path first, on a tie Exact before Prefix.
    private static final Comparator<PathMatch> PRECEDENCE =
            Comparator.<PathMatch>comparingInt(match -> -match.path().length())
                    .thenComparingInt(HostTable::kind)
                    .thenComparing(PathMatch::path);

    private record Claim(Route route, ObjectRef owner) {}

    private final SortedMap<HostPattern, SortedMap<PathMatch, Claim>> claims = new TreeMap<>();

    /// Adds the route; if its place is taken, tells by whom instead.
    Optional<ObjectRef> claim(HostPattern host, Route route, ObjectRef owner) {
        var first =
                claims.computeIfAbsent(host, _ -> new TreeMap<>(PRECEDENCE))
                        .putIfAbsent(route.path(), new Claim(route, owner));
        return first == null ? Optional.empty() : Optional.of(first.owner());
    }

    Optional<ObjectRef> ownerOfAllPaths(HostPattern host) {
        var paths = claims.get(host);
        var claim = paths == null ? null : paths.get(ALL_PATHS);
        return claim == null ? Optional.empty() : Optional.of(claim.owner());
    }

    List<HostPattern> hosts() {
        return List.copyOf(claims.keySet());
    }

    List<VirtualHost> build(HostPolicies policies) {
        return claims.entrySet().stream()
                .map(entry ->
                        new VirtualHost(
                                entry.getKey(),
                                entry.getValue().values().stream().map(Claim::route).toList(),
                                policies.of(entry.getKey())))
                .toList();
    }

    private static int kind(PathMatch match) {
        return switch (match) {
            case PathMatch.Exact _ -> 0;
            case PathMatch.Prefix _ -> 1;
        };
    }
}
