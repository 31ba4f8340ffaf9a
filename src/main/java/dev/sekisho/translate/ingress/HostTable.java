package dev.sekisho.translate.ingress;

import dev.sekisho.model.HostPattern;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.http.PathMatch;
import dev.sekisho.model.http.Route;
import dev.sekisho.model.http.VirtualHost;
import java.util.ArrayList;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
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

    private static final Comparator<VirtualHost> BY_HOST = Comparator.comparing(VirtualHost::host);

    private record Claim(Route route, ObjectRef owner) {}

    private final Map<HostPattern, SortedMap<PathMatch, Claim>> claims = new HashMap<>();

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

    /// All hosts in their order. Of two builds few hosts differ, so those of `before` come first:
    /// they are in order already, and what did not change is taken from there.
    List<VirtualHost> build(List<VirtualHost> before, HostRules rules) {
        var hosts = new ArrayList<VirtualHost>(claims.size());
        for (var old : before) {
            var paths = claims.remove(old.host());
            if (paths != null) {
                hosts.add(virtualHost(old, paths.values(), rules));
            }
        }
        claims.forEach((host, paths) -> hosts.add(virtualHost(host, paths.values(), rules)));
        hosts.sort(BY_HOST);
        return hosts.equals(before) ? before : hosts;
    }

    private static VirtualHost virtualHost(
            HostPattern host, Collection<Claim> claims, HostRules rules) {
        return new VirtualHost(
                host,
                claims.stream().map(Claim::route).toList(),
                rules.paths().of(host),
                rules.passthroughs().of(host));
    }

    private static VirtualHost virtualHost(
            VirtualHost old, Collection<Claim> claims, HostRules rules) {
        var policy = rules.paths().of(old.host());
        var passthrough = rules.passthroughs().of(old.host());
        if (old.paths().equals(policy)
                && old.passthrough() == passthrough
                && isMadeOf(old, claims)) {
            return old;
        }
        var known = new HashMap<PathMatch, Route>();
        old.routes().forEach(route -> known.put(route.path(), route));
        var routes = new ArrayList<Route>(claims.size());
        for (var claim : claims) {
            var now = claim.route();
            var before = known.get(now.path());
            routes.add(now.equals(before) ? before : now);
        }
        return new VirtualHost(old.host(), routes, policy, passthrough, old.tls());
    }

    private static boolean isMadeOf(VirtualHost host, Collection<Claim> claims) {
        if (host.routes().size() != claims.size()) {
            return false;
        }
        var rank = 0;
        for (var claim : claims) {
            if (!host.routes().get(rank++).equals(claim.route())) {
                return false;
            }
        }
        return true;
    }

    private static int kind(PathMatch match) {
        return switch (match) {
            case PathMatch.Exact _ -> 0;
            case PathMatch.Prefix _ -> 1;
        };
    }
}
