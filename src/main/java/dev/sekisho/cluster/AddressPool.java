package dev.sekisho.cluster;

import dev.sekisho.model.address.PoolUsage;
import java.util.List;

/// An AddressPool: addresses to give to Services of type LoadBalancer.
///
/// `addresses` are blocks, ranges and single ones, as written. `shown` is its status.
public record AddressPool(
        ObjectMeta meta,
        List<String> addresses,
        Giving giving,
        Announcing announcing,
        PoolUsage shown)
        implements ClusterObject {

    /// To whom addresses are given. `automatic` also to those that do not ask for one of them;
    /// `sparesEdges` leaves out what old devices take for a network or for everybody in it. A
    /// greater `priority` comes first.
    public record Giving(
            boolean automatic,
            boolean sparesEdges,
            int priority,
            LabelSelector services,
            LabelSelector namespaces) {

        public static final Giving USUAL =
                new Giving(true, false, 0, LabelSelector.ANYTHING, LabelSelector.ANYTHING);
    }

    /// Whether and where nodes answer for the addresses.
    public record Announcing(boolean isOn, LabelSelector nodes, List<String> interfaces) {

        public static final Announcing USUAL =
                new Announcing(true, LabelSelector.ANYTHING, List.of());

        public Announcing {
            interfaces = List.copyOf(interfaces);
        }
    }

    public AddressPool {
        addresses = List.copyOf(addresses);
    }
}
