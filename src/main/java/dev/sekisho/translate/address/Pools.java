package dev.sekisho.translate.address;

import dev.sekisho.cluster.AddressPool;
import dev.sekisho.cluster.ClusterState;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.Reason;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.syntax.Excerpt;
import dev.sekisho.translate.syntax.IpAddress;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;
import java.util.stream.Stream;

/// All pools, the oldest first, and what is wrong with them. An address that two of them name
/// belongs to the older one; a range in which other addresses of the cluster are is left out.
final class Pools {

    private final List<Pool> bySeniority = new ArrayList<>();
    private final Map<ObjectRef, List<String>> conflicts = new TreeMap<>();
    private final Diagnostics diagnostics;

    private Pools(Diagnostics diagnostics) {
        this.diagnostics = diagnostics;
    }

    static Pools read(ClusterState state, Diagnostics diagnostics) {
        var pools = new Pools(diagnostics);
        if (!state.addressPools().isEmpty()) {
            var used = used(state);
            state.addressPools().values().stream()
                    .sorted(
                            Comparator.comparing((AddressPool pool) -> pool.meta().created())
                                    .thenComparing(AddressPool::ref))
                    .forEach(pool -> pools.add(pool, used));
        }
        return pools;
    }

    /// Addresses that the cluster uses for something else, and what for.
    private static Map<String, String> used(ClusterState state) {
        var used = new TreeMap<String, String>();
        for (var service : state.services().values()) {
            service.traffic()
                    .clusterIps()
                    .forEach(ip -> used.put(ip, "the cluster IP of " + service.ref()));
        }
        for (var node : state.nodes().values()) {
            Stream.concat(node.internalIps().stream(), node.externalIps().stream())
                    .forEach(ip -> used.put(ip, "an address of " + node.ref()));
        }
        return used;
    }

    private void add(AddressPool object, Map<String, String> used) {
        var ranges = new ArrayList<AddressRange>();
        for (var text : object.addresses()) {
            var range = AddressRange.parse(text);
            if (range.isEmpty()) {
                diagnostics.warning(
                        object.ref(),
                        Reason.INVALID_ADDRESS,
                        "spec.addresses has "
                                + Excerpt.of(text)
                                + " (expected: 192.0.2.0/28, 192.0.2.1-192.0.2.9 or one address,"
                                + " of hosts)");
            }
            range.filter(it -> isUnused(object, it, used))
                    .ifPresent(it -> ranges.addAll(left(object, it, ranges)));
        }
        bySeniority.add(new Pool(object, ranges));
    }

    private boolean isUnused(AddressPool object, AddressRange range, Map<String, String> used) {
        for (var entry : used.entrySet()) {
            var address = IpAddress.parse(entry.getKey()).filter(range::contains);
            if (address.isPresent()) {
                conflict(
                        object.ref(),
                        "%s is left out: %s in it is %s"
                                .formatted(range.text(), entry.getKey(), entry.getValue()));
                return false;
            }
        }
        return true;
    }

    /// What nobody has had before.
    private List<AddressRange> left(
            AddressPool object, AddressRange range, List<AddressRange> own) {
        var left = without(List.of(range), own);
        for (var older : bySeniority) {
            for (var theirs : older.ranges()) {
                range.with(theirs)
                        .ifPresent(both ->
                                conflict(
                                        object.ref(),
                                        both.text() + " belongs to the older " + older.ref()));
            }
            left = without(left, older.ranges());
        }
        return left;
    }

    private static List<AddressRange> without(List<AddressRange> some, List<AddressRange> others) {
        var left = some;
        for (var other : others) {
            left = left.stream().flatMap(range -> range.without(other).stream()).toList();
        }
        return left;
    }

    private void conflict(ObjectRef pool, String message) {
        conflicts.computeIfAbsent(pool, _ -> new ArrayList<>()).add(message);
        diagnostics.warning(pool, Reason.ADDRESS_CONFLICT, message);
    }

    boolean isEmpty() {
        return bySeniority.isEmpty();
    }

    /// Those with the greatest priority first, then the oldest.
    List<Pool> byPriority() {
        return bySeniority.stream()
                .sorted(Comparator.comparingInt((Pool pool) -> -pool.object().giving().priority()))
                .toList();
    }

    List<Pool> bySeniority() {
        return bySeniority;
    }

    /// The pool that an address belongs to.
    Optional<Pool> owner(IpAddress address) {
        return bySeniority.stream().filter(pool -> pool.contains(address)).findFirst();
    }

    List<String> conflicts(ObjectRef pool) {
        var found = conflicts.getOrDefault(pool, List.of());
        return found.subList(0, Math.min(found.size(), 10));
    }
}
