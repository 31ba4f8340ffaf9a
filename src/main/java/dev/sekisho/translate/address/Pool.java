package dev.sekisho.translate.address;

import dev.sekisho.cluster.AddressPool;
import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.translate.syntax.IpAddress;
import dev.sekisho.translate.syntax.IpAddress.Family;
import java.math.BigInteger;
import java.util.Collections;
import java.util.List;
import java.util.Optional;
import java.util.function.Predicate;

/// A pool with those of its ranges that can be used.
record Pool(AddressPool object, List<AddressRange> ranges) {

    private static final BigInteger MOST = BigInteger.valueOf(Long.MAX_VALUE);

    Pool {
        ranges = List.copyOf(ranges);
    }

    ObjectRef ref() {
        return object.ref();
    }

    String name() {
        return object.meta().name();
    }

    boolean contains(IpAddress address) {
        return ranges.stream().anyMatch(range -> range.contains(address));
    }

    boolean has(Family family) {
        return ranges.stream().anyMatch(range -> range.family() == family);
    }

    /// Whether a Service may have its addresses.
    boolean selects(Service service, ClusterState state) {
        var giving = object.giving();
        var ref = new ObjectRef("Namespace", "", service.meta().namespace());
        var namespace = state.namespaces().get(ref);
        var labels =
                namespace == null
                        ? Collections.<String, String>emptySortedMap()
                        : namespace.labels();
        return giving.services().matches(service.balancer().labels())
                && giving.namespaces().matches(labels);
    }

    /// The first address that can be had, looking from a place that follows from `seed`: those who
    /// ask at the same time seldom want the same one.
    Optional<IpAddress> free(Family family, int seed, Predicate<IpAddress> isFree) {
        for (var range : ranges) {
            if (range.family() == family) {
                var found = free(range, seed, isFree);
                if (found.isPresent()) {
                    return found;
                }
            }
        }
        return Optional.empty();
    }

    private Optional<IpAddress> free(AddressRange range, int seed, Predicate<IpAddress> isFree) {
        var size = range.size();
        var start = BigInteger.valueOf(Integer.toUnsignedLong(seed)).mod(size);
        for (var i = BigInteger.ZERO; i.compareTo(size) < 0; i = i.add(BigInteger.ONE)) {
            var address = range.get(start.add(i).mod(size));
            var isSpared = object.giving().sparesEdges() && range.isEdge(address);
            if (!isSpared && isFree.test(address)) {
                return Optional.of(address);
            }
        }
        return Optional.empty();
    }

    long total() {
        var total = BigInteger.ZERO;
        for (var range : ranges) {
            total = total.add(range.size());
            if (object.giving().sparesEdges()) {
                total = total.subtract(range.edges());
            }
        }
        return total.min(MOST).longValue();
    }
}
