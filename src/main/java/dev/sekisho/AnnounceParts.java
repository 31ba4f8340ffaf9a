package dev.sekisho;

import dev.sekisho.announce.AnnouncePlane;
import dev.sekisho.announce.HostNetwork;
import dev.sekisho.announce.Membership;
import dev.sekisho.cli.AgentSettings;
import dev.sekisho.kube.ClusterConnection;
import dev.sekisho.kube.NodeLeases;
import dev.sekisho.kube.NodeLeases.OwnerPod;
import dev.sekisho.translate.service.Balancers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Optional;
import java.util.SortedMap;
import java.util.SortedSet;
import java.util.concurrent.atomic.AtomicReference;
import java.util.function.BooleanSupplier;

/// What answers for load balancer addresses, made from the settings: the plane, and the Leases by
/// which agents know of each other.
record AnnounceParts(AnnouncePlane plane, NodeLeases leases) {

    /// None where the agent is told to leave load balancers alone.
    static Optional<AnnounceParts> make(
            AgentSettings settings, ClusterConnection connection, BooleanSupplier isProgrammed) {
        if (settings.services().balancers() == Balancers.NONE) {
            return Optional.empty();
        }
        var node = settings.services().nodeName();
        // Whoever hears of others comes after those whom it hears of.
        var listener = new AtomicReference<Runnable>(() -> {});
        var leases =
                new NodeLeases(
                        connection,
                        namespace(settings, connection),
                        node,
                        owner(settings, connection),
                        () -> listener.get().run());
        var plane = new AnnouncePlane(node, network(settings), members(leases), isProgrammed);
        listener.set(plane::changed);
        return Optional.of(new AnnounceParts(plane, leases));
    }

    private static HostNetwork network(AgentSettings settings) {
        var network = new HostNetwork(Path.of(settings.sysctlFolder()));
        try {
            network.prepare();
        } catch (IOException refused) {
            throw new StartFailure(
                    refused.getMessage()
                            + " (expected: the programs ip and nft, and the capability NET_ADMIN;"
                            + " or --load-balancers=none)");
        }
        return network;
    }

    private static String namespace(AgentSettings settings, ClusterConnection connection) {
        return ClusterParts.namespace(settings.process().publish().election(), connection);
    }

    /// No pod of another namespace can own a Lease.
    private static Optional<OwnerPod> owner(AgentSettings settings, ClusterConnection connection) {
        var pod = settings.process().publish().election().holder();
        var isAtHome = namespace(settings, connection).equals(connection.namespace());
        return isAtHome && !pod.isEmpty() && !settings.podUid().isEmpty()
                ? Optional.of(new OwnerPod(pod, settings.podUid()))
                : Optional.empty();
    }

    private static Membership members(NodeLeases leases) {
        return new Membership() {
            @Override
            public SortedMap<String, SortedSet<String>> live() {
                return leases.live();
            }

            @Override
            public void offer(SortedSet<String> offers, Pace pace) {
                leases.offer(
                        offers,
                        switch (pace) {
                            case URGENT -> true;
                            case CALM -> false;
                        });
            }

            @Override
            public boolean isMissedSoon() {
                return leases.isUrgent();
            }
        };
    }

    void start() {
        leases.start();
    }

    /// Gives up the addresses first, then tells the others.
    void stop() {
        plane.close();
        leases.close();
    }
}
