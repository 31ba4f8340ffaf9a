package dev.sekisho.translate.address;

import dev.sekisho.cluster.ClusterState;
import dev.sekisho.cluster.EndpointSlice.SliceEndpoint;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.address.Announcement;
import dev.sekisho.model.address.Announcement.Holders;
import dev.sekisho.model.service.TrafficPolicy;
import dev.sekisho.translate.draft.Diagnostics;
import dev.sekisho.translate.service.Balancers;
import dev.sekisho.translate.syntax.IpAddress;
import java.util.Collections;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedSet;
import java.util.TreeMap;
import java.util.TreeSet;
import java.util.function.Predicate;

/// Says which addresses of pools nodes have to answer for, from the point of view of one node.
public final class AnnouncementTranslator {

    private final ClusterState state;
    private final Map<String, String> nodeLabels;
    private final Pools pools;
    private final Map<String, Announcement> found = new TreeMap<>();

    private AnnouncementTranslator(ClusterState state, String nodeName) {
        this.state = state;
        var node = state.nodes().get(new ObjectRef("Node", "", nodeName));
        this.nodeLabels = node == null ? Collections.emptySortedMap() : node.labels();
        // Whoever gives the addresses away says what is wrong with the pools.
        this.pools = Pools.read(state, new Diagnostics());
    }

    /// One for each address, sorted by address.
    public static List<Announcement> translate(
            Balancers balancers, ClusterState state, String nodeName) {
        if (balancers == Balancers.NONE || state.addressPools().isEmpty()) {
            return List.of();
        }
        var translator = new AnnouncementTranslator(state, nodeName);
        state.services().values().stream().filter(balancers::include).forEach(translator::add);
        return List.copyOf(translator.found.values());
    }

    private void add(Service service) {
        service.traffic().virtualIps().stream()
                .map(IpAddress::parse)
                .flatMap(Optional::stream)
                .forEach(address ->
                        pools.owner(address)
                                .filter(pool -> pool.object().announcing().isOn())
                                .ifPresent(pool -> add(service, address, pool)));
    }

    private void add(Service service, IpAddress address, Pool pool) {
        var announcing = pool.object().announcing();
        var announcement =
                new Announcement(
                        address.text(),
                        pool.name(),
                        announcing.interfaces(),
                        holders(service),
                        announcing.nodes().matches(nodeLabels));
        found.merge(address.text(), announcement, AnnouncementTranslator::both);
    }

    /// Of Services that share an address, all need an endpoint on the node; if there is no such
    /// node, some are better than none.
    private static Announcement both(Announcement one, Announcement other) {
        return new Announcement(
                one.address(),
                one.pool(),
                one.interfaces(),
                both(one.holders(), other.holders()),
                one.mayHold());
    }

    private static Holders both(Holders one, Holders other) {
        return switch (one) {
            case Holders.Anybody() -> other;
            case Holders.Only(var nodes) ->
                    switch (other) {
                        case Holders.Anybody() -> one;
                        case Holders.Only(var others) -> both(nodes, others);
                    };
        };
    }

    private static Holders both(SortedSet<String> one, SortedSet<String> other) {
        var common = new TreeSet<>(one);
        common.retainAll(other);
        if (common.isEmpty()) {
            common.addAll(one);
            common.addAll(other);
        }
        return new Holders.Only(common);
    }

    private Holders holders(Service service) {
        if (service.traffic().externalPolicy() == TrafficPolicy.CLUSTER) {
            return new Holders.Anybody();
        }
        var ready = nodes(service, SliceEndpoint::ready);
        return new Holders.Only(
                ready.isEmpty() ? nodes(service, it -> it.serving() && it.terminating()) : ready);
    }

    private SortedSet<String> nodes(Service service, Predicate<SliceEndpoint> wanted) {
        var nodes = new TreeSet<String>();
        for (var slice : state.slices(service.ref())) {
            slice.endpoints().stream()
                    .filter(wanted)
                    .map(endpoint -> endpoint.placement().node())
                    .filter(node -> !node.isEmpty())
                    .forEach(nodes::add);
        }
        return nodes;
    }
}
