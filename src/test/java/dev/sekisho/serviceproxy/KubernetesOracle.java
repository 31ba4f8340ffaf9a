package dev.sekisho.serviceproxy;

import dev.sekisho.cluster.EndpointSlice;
import dev.sekisho.cluster.EndpointSlice.Placement;
import dev.sekisho.cluster.EndpointSlice.SliceEndpoint;
import dev.sekisho.cluster.Node;
import dev.sekisho.cluster.Service;
import dev.sekisho.model.service.TrafficPolicy;
import dev.sekisho.nft.Addresses;
import dev.sekisho.nft.Outcome;
import dev.sekisho.nft.Packet;
import dev.sekisho.nft.Statement.Answer;
import dev.sekisho.translate.service.Balancers;
import dev.sekisho.translate.service.ServiceSettings;
import dev.sekisho.translate.service.ServiceSettings.ExternalIps;
import dev.sekisho.translate.service.ServiceSettings.Reach;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import java.util.TreeMap;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.stream.Collectors;

/// What Kubernetes says becomes of a packet, in the order in which one reads it: who has the
/// address, may the client, which endpoints, whose address does it come from. It looks at the
/// objects of the cluster for each packet, and knows nothing of tables and rules.
final class KubernetesOracle {

    enum Kind {
        CLUSTER_IP,
        LOAD_BALANCER,
        EXTERNAL_IP,
        NODE_PORT
    }

    /// One of the ports of a Service, asked for in one way.
    record Owner(Service service, Service.Port port, Kind kind) {}

    /// An endpoint of that port.
    record Backend(String address, int port) {}

    private final ServiceCluster cluster;
    private final List<Service> served;

    KubernetesOracle(ServiceCluster cluster) {
        this.cluster = cluster;
        this.served =
                cluster.services().stream()
                        .filter(it -> it.type() != Service.Type.EXTERNAL_NAME)
                        .filter(it -> !it.clusterIp().equals("None"))
                        .filter(it -> !it.traffic().isLeftToOthers())
                        .sorted(
                                Comparator.comparing((Service it) -> it.meta().created())
                                        .thenComparing(it -> it.meta().name()))
                        .toList();
    }

    Set<Outcome> outcomes(Packet packet) {
        var owner = owner(packet);
        if (owner.isEmpty()) {
            return Set.of(unowned(packet));
        }
        if (owner.get().kind() == Kind.LOAD_BALANCER && !mayUse(owner.get(), packet)) {
            return Set.of(new Outcome.Dropped());
        }
        var eligible = eligible(packet, owner.get());
        if (eligible.isEmpty()) {
            return Set.of(refusal(packet, owner.get()));
        }
        return eligible.stream()
                .map(it -> sent(packet, owner.get(), it))
                .collect(Collectors.toSet());
    }

    /// The Service port that a packet asks for, if it is for any and the client may.
    Optional<Owner> owner(Packet packet) {
        for (var service : served) {
            for (var port : service.ports()) {
                var kind = kind(service, port, packet);
                if (kind.isPresent()) {
                    return Optional.of(new Owner(service, port, kind.get()));
                }
            }
        }
        return Optional.empty();
    }

    private Optional<Kind> kind(Service service, Service.Port port, Packet packet) {
        var isFamily =
                service.traffic().clusterIps().stream()
                        .anyMatch(it ->
                                Addresses.isIpv6(it) == Addresses.isIpv6(packet.destination()));
        if (!isFamily || protocol(port) != packet.protocol()) {
            return Optional.empty();
        }
        var byAddress =
                port.port() == packet.port() ? kind(service, packet) : Optional.<Kind>empty();
        if (byAddress.isPresent()) {
            return byAddress;
        }
        var isNodePort =
                service.type() != Service.Type.CLUSTER_IP
                        && port.nodePort() != 0
                        && port.nodePort() == packet.port();
        return isNodePort && isNodePortAddress(packet.destination())
                ? Optional.of(Kind.NODE_PORT)
                : Optional.empty();
    }

    private Optional<Kind> kind(Service service, Packet packet) {
        if (isAll() && has(service.traffic().clusterIps(), packet.destination())) {
            return Optional.of(Kind.CLUSTER_IP);
        }
        if (isOurBalancer(service) && has(service.traffic().virtualIps(), packet.destination())) {
            return Optional.of(Kind.LOAD_BALANCER);
        }
        if (isAll()
                && cluster.settings().externalIps() == ExternalIps.SERVED
                && has(service.externalIps(), packet.destination())) {
            return Optional.of(Kind.EXTERNAL_IP);
        }
        return Optional.empty();
    }

    private boolean isAll() {
        return cluster.settings().reach() == Reach.ALL;
    }

    /// In place of kube-proxy, all of them; else those of our class, and, if asked, of none.
    private boolean isOurBalancer(Service service) {
        var named = service.traffic().loadBalancerClass();
        return service.type() == Service.Type.LOAD_BALANCER
                && (isAll()
                        || named.equals(ServiceSettings.LOAD_BALANCER_CLASS)
                        || (named.isEmpty() && cluster.settings().balancers() == Balancers.ALL));
    }

    private boolean isNodePortAddress(String address) {
        var wanted = cluster.settings().nodePortAddresses();
        var isLoopback = Addresses.isLoopback(address);
        var isHosts = has(cluster.host(), address);
        return isHosts
                && !isLoopback
                && (wanted.isEmpty()
                        || wanted.stream().anyMatch(it -> Addresses.contains(it, address)));
    }

    private boolean mayUse(Owner owner, Packet packet) {
        var ranges = owner.service().traffic().sourceRanges();
        if (ranges.isEmpty()) {
            return true;
        }
        var allowed =
                ranges.stream()
                        .map(String::strip)
                        .filter(it -> it.indexOf('/') > 0)
                        .filter(it ->
                                Addresses.isIpv6(it) == Addresses.isIpv6(packet.destination()))
                        .toList();
        Predicate<String> isAllowed =
                address -> allowed.stream().anyMatch(it -> Addresses.contains(it, address));
        // A node that may, may also ask from the address itself, as it does when it holds it.
        var isOwn =
                cluster.host().stream().anyMatch(isAllowed)
                        && has(owner.service().traffic().virtualIps(), packet.source());
        return isAllowed.test(packet.source()) || isOwn;
    }

    private Outcome unowned(Packet packet) {
        var isClusterIp =
                isAll()
                        && served.stream()
                                .filter(it -> keepsClusterIp(it, packet.destination()))
                                .anyMatch(
                                        it -> has(it.traffic().clusterIps(), packet.destination()));
        if (isClusterIp) {
            return rejected(packet);
        }
        var isOfServices =
                cluster.rules().serviceRanges().stream()
                        .anyMatch(it -> Addresses.contains(it, packet.destination()));
        return isOfServices ? new Outcome.Dropped() : untouched(packet);
    }

    /// Another Service may have all the ports of it.
    private boolean keepsClusterIp(Service service, String address) {
        return service.ports().stream()
                .map(it -> new Packet(protocol(it), "192.0.2.1", address, it.port()))
                .map(this::owner)
                .anyMatch(it -> it.isPresent() && it.get().service().equals(service));
    }

    private static Outcome untouched(Packet packet) {
        return new Outcome.Sent(packet.destination(), packet.port(), false);
    }

    private static Outcome rejected(Packet packet) {
        return new Outcome.Rejected(
                packet.protocol() == Packet.TCP ? Answer.TCP_RESET : Answer.UNREACHABLE);
    }

    private Outcome refusal(Packet packet, Owner owner) {
        var anywhere = cluster(owner, Addresses.isIpv6(packet.destination()), false);
        return anywhere.isEmpty() ? rejected(packet) : new Outcome.Dropped();
    }

    /// The endpoints that the packet may go to.
    Set<Backend> eligible(Packet packet, Owner owner) {
        var isIpv6 = Addresses.isIpv6(packet.destination());
        var traffic = owner.service().traffic();
        var policy =
                owner.kind() == Kind.CLUSTER_IP
                        ? traffic.internalPolicy()
                        : isOutside(packet) ? traffic.externalPolicy() : TrafficPolicy.CLUSTER;
        return switch (policy) {
            case CLUSTER -> cluster(owner, isIpv6, true);
            case LOCAL -> local(owner, isIpv6);
        };
    }

    private boolean isOutside(Packet packet) {
        return !isHosts(packet) && !isPod(packet);
    }

    private boolean isHosts(Packet packet) {
        return has(cluster.host(), packet.source());
    }

    private boolean isPod(Packet packet) {
        return cluster.rules().podRanges().stream()
                .anyMatch(it -> Addresses.contains(it, packet.source()));
    }

    private Outcome sent(Packet packet, Owner owner, Backend backend) {
        return new Outcome.Sent(
                backend.address(), backend.port(), isMasqueraded(packet, owner, backend));
    }

    private boolean isMasqueraded(Packet packet, Owner owner, Backend backend) {
        if (packet.source().equals(backend.address())) {
            return true;
        }
        if (owner.kind() == Kind.CLUSTER_IP) {
            var arePodsKnown =
                    cluster.rules().podRanges().stream()
                            .anyMatch(it ->
                                    Addresses.isIpv6(it) == Addresses.isIpv6(packet.source()));
            return arePodsKnown && !isPod(packet);
        }
        return switch (owner.service().traffic().externalPolicy()) {
            case CLUSTER -> true;
            case LOCAL -> isHosts(packet);
        };
    }

    private record Known(Backend backend, SliceEndpoint endpoint) {}

    private List<Known> known(Owner owner, boolean isIpv6) {
        var known = new ArrayList<Known>();
        for (var slice : cluster.slices()) {
            if (slice.service().equals(owner.service().meta().name())
                    && slice.addressType().equals(isIpv6 ? "IPv6" : "IPv4")) {
                addKnown(known, slice, owner.port());
            }
        }
        return known;
    }

    private static void addKnown(List<Known> known, EndpointSlice slice, Service.Port port) {
        for (var match : slice.ports()) {
            if (match.name().equals(port.name()) && match.protocol().equals(port.protocol())) {
                for (var endpoint : slice.endpoints()) {
                    var address = endpoint.addresses().getFirst();
                    if (!Addresses.isLoopback(address)) {
                        var backend = new Backend(Addresses.canonical(address), match.port());
                        known.add(new Known(backend, endpoint));
                    }
                }
            }
        }
    }

    private Set<Backend> cluster(Owner owner, boolean isIpv6, boolean hinted) {
        var known = known(owner, isIpv6);
        var ready = known.stream().filter(it -> it.endpoint().ready()).toList();
        if (hinted) {
            var ofNode = hinted(ready, Placement::forNodes, cluster.settings().nodeName());
            var ofZone = hinted(ready, Placement::forZones, zone());
            if (!ofNode.isEmpty() || !ofZone.isEmpty()) {
                return ofNode.isEmpty() ? ofZone : ofNode;
            }
        }
        return usable(known);
    }

    /// Hints count if every ready endpoint has some and one of them is for us.
    private static Set<Backend> hinted(
            List<Known> ready, Function<Placement, List<String>> hints, String us) {
        Function<Known, List<String>> of = it -> hints.apply(it.endpoint().placement());
        if (ready.stream().map(of).anyMatch(List::isEmpty)) {
            return Set.of();
        }
        return backends(ready.stream().filter(it -> of.apply(it).contains(us)).toList());
    }

    private Set<Backend> local(Owner owner, boolean isIpv6) {
        var here = cluster.settings().nodeName();
        return usable(
                known(owner, isIpv6).stream()
                        .filter(it -> it.endpoint().placement().node().equals(here))
                        .toList());
    }

    /// Ready ones; where there is none, those that still serve while they terminate.
    private static Set<Backend> usable(List<Known> known) {
        var ready = backends(known.stream().filter(it -> it.endpoint().ready()).toList());
        return ready.isEmpty()
                ? backends(
                        known.stream()
                                .filter(it -> it.endpoint().serving())
                                .filter(it -> it.endpoint().terminating())
                                .toList())
                : ready;
    }

    private static Set<Backend> backends(List<Known> known) {
        return known.stream().map(Known::backend).collect(Collectors.toSet());
    }

    /// Whether load balancers are told that the node has endpoints of a Service, by port.
    Map<Integer, Boolean> healthChecks() {
        var checks = new TreeMap<Integer, Boolean>();
        for (var service : served) {
            var port = service.traffic().healthCheckNodePort();
            if (isOurBalancer(service)
                    && service.traffic().externalPolicy() == TrafficPolicy.LOCAL
                    && port != 0) {
                checks.putIfAbsent(port, hasReadyHere(service));
            }
        }
        return checks;
    }

    private boolean hasReadyHere(Service service) {
        var isIpv6 = Addresses.isIpv6(service.traffic().clusterIps().getFirst());
        var here = cluster.settings().nodeName();
        return service.ports().stream()
                .flatMap(it -> known(new Owner(service, it, Kind.NODE_PORT), isIpv6).stream())
                .map(Known::endpoint)
                .anyMatch(it -> it.ready() && it.placement().node().equals(here));
    }

    private String zone() {
        return cluster.objects().stream()
                .filter(Node.class::isInstance)
                .map(Node.class::cast)
                .filter(it -> it.meta().name().equals(cluster.settings().nodeName()))
                .map(Node::zone)
                .findFirst()
                .orElse("");
    }

    private static int protocol(Service.Port port) {
        return switch (port.protocol()) {
            case "TCP" -> Packet.TCP;
            case "UDP" -> Packet.UDP;
            default -> Packet.SCTP;
        };
    }

    private static boolean has(List<String> addresses, String address) {
        return addresses.stream().map(Addresses::canonical).anyMatch(address::equals);
    }
}
