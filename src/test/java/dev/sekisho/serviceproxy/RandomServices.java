package dev.sekisho.serviceproxy;

import dev.sekisho.cluster.ClusterObject;
import dev.sekisho.cluster.EndpointSlice;
import dev.sekisho.cluster.EndpointSlice.Placement;
import dev.sekisho.cluster.EndpointSlice.SliceEndpoint;
import dev.sekisho.cluster.EndpointSlice.SlicePort;
import dev.sekisho.cluster.Node;
import dev.sekisho.cluster.ObjectMeta;
import dev.sekisho.cluster.Service;
import dev.sekisho.cluster.Service.Traffic;
import dev.sekisho.model.service.TrafficPolicy;
import dev.sekisho.nft.Addresses;
import dev.sekisho.nft.Packet;
import dev.sekisho.translate.service.Balancers;
import dev.sekisho.translate.service.ServiceSettings;
import dev.sekisho.translate.service.ServiceSettings.ExternalIps;
import dev.sekisho.translate.service.ServiceSettings.Reach;
import java.time.Instant;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.stream.Stream;

/// Clusters of a few Services, seen from `node-1`, and packets that they may care about. The same
/// for the same seed. Few addresses and ports, so that everything meets everything.
final class RandomServices {

    static final String HERE = "node-1";
    static final List<String> HOST = List.of("192.0.2.11", "fd02::11");

    private static final List<String> NAMES = List.of("a", "b", "c", "d", "e", "f");
    private static final List<String> NODES = List.of(HERE, "node-2", "node-3");
    private static final List<String> ZONES = List.of("zone-a", "zone-b");
    private static final List<String> BALANCED =
            List.of("192.0.2.200", "192.0.2.201", "fd02::200", "fd02::201");
    private static final List<String> EXTERNAL = List.of("203.0.113.9", "192.0.2.200", "fd03::9");
    private static final List<String> CLIENTS =
            List.of(
                    "198.51.100.7",
                    "203.0.113.1",
                    "10.244.0.9",
                    "192.0.2.200",
                    "fd0c::7",
                    "fd44::9",
                    "fd0e::1");
    private static final List<String> STRANGE =
            List.of(
                    "10.96.0.99",
                    "fd96::99",
                    "192.0.2.12",
                    "8.8.8.8",
                    "127.0.0.1",
                    "::1",
                    "192.0.2.11",
                    "fd02::11");
    private static final List<String> BLOCKS =
            List.of(
                    "198.51.100.0/24",
                    "10.244.0.0/16",
                    "192.0.2.0/24",
                    "0.0.0.0/0",
                    " 203.0.113.1/32 ",
                    "fd0c::/64",
                    "fd44::/31",
                    "fd02::/64",
                    "::/0",
                    "office");
    private static final List<Integer> PORTS = List.of(80, 80, 443);
    private static final List<Integer> NODE_PORTS = List.of(30080, 30081, 30082);
    private static final List<Service.Type> TYPES =
            List.of(
                    Service.Type.CLUSTER_IP,
                    Service.Type.NODE_PORT,
                    Service.Type.LOAD_BALANCER,
                    Service.Type.LOAD_BALANCER);
    private static final List<String> PROTOCOLS = List.of("TCP", "TCP", "UDP", "SCTP");

    private final Random random;
    private int addresses;

    RandomServices(long seed) {
        this.random = new Random(seed);
    }

    ServiceCluster cluster() {
        var settings = settings();
        return new ServiceCluster(objects(), settings, rules(settings));
    }

    /// The same cluster a while later.
    ServiceCluster later(ServiceCluster before) {
        var objects = new ArrayList<ClusterObject>();
        for (var object : before.objects()) {
            switch (object) {
                case Service service when chance(30) ->
                        objects.add(service(service.meta().name(), service.meta().created()));
                case EndpointSlice slice when chance(50) -> objects.add(slice(slice));
                case Service _ when chance(10) -> {}
                default -> objects.add(object);
            }
        }
        return new ServiceCluster(objects, before.settings(), before.rules());
    }

    private EndpointSlice slice(EndpointSlice before) {
        return new EndpointSlice(
                before.meta(),
                before.service(),
                before.addressType(),
                before.ports(),
                endpoints(before.addressType().equals("IPv6")));
    }

    private List<ClusterObject> objects() {
        var objects = new ArrayList<ClusterObject>();
        for (var name : NODES) {
            objects.add(node(name));
        }
        for (var name : NAMES.subList(0, 1 + random.nextInt(NAMES.size()))) {
            objects.add(service(name, Instant.ofEpochSecond(random.nextInt(3))));
            for (int i = random.nextInt(5); i > 0; i--) {
                objects.add(slice(name, name + "-" + i));
            }
        }
        return objects;
    }

    private Node node(String name) {
        var isHere = name.equals(HERE);
        var number = 11 + NODES.indexOf(name);
        return new Node(
                ObjectMeta.of("", name),
                List.of(),
                isHere ? HOST : List.of("192.0.2." + number, "fd02::" + number),
                chance(80) ? of(ZONES) : "",
                chance(10));
    }

    private ServiceSettings settings() {
        return new ServiceSettings(
                HERE,
                chance(80) ? Reach.ALL : Reach.EXPOSED,
                chance(70)
                        ? List.of()
                        : of(
                                List.of(
                                        List.of("192.0.2.0/24"),
                                        List.of("192.0.2.11", "fd02::/64"),
                                        List.of("127.0.0.0/8", "::/0"))),
                chance(50) ? ExternalIps.SERVED : ExternalIps.IGNORED,
                of(List.of(Balancers.values())));
    }

    private RuleSettings rules(ServiceSettings settings) {
        return new RuleSettings(
                0x4000,
                of(
                        List.of(
                                List.of("10.244.0.0/16", "fd44::/31"),
                                List.of("10.244.0.0/16"),
                                List.of())),
                settings.reach() == Reach.EXPOSED || chance(50)
                        ? List.of()
                        : List.of("10.96.0.0/16", "fd96::/112"));
    }

    private Service service(String name, Instant created) {
        var type = chance(5) ? Service.Type.EXTERNAL_NAME : of(TYPES);
        var clusterIps = chance(5) ? List.<String>of() : clusterIps(name);
        return new Service(
                ObjectMeta.of("shop", name, created, Map.of()),
                type,
                clusterIps.isEmpty() ? "None" : clusterIps.getFirst(),
                "",
                ports(type),
                List.of(),
                chance(20) ? some(EXTERNAL) : List.of(),
                traffic(type, clusterIps));
    }

    private List<String> clusterIps(String name) {
        var number = chance(5) ? 10 : 10 + NAMES.indexOf(name);
        var all = new ArrayList<>(List.of("10.96.0." + number, "fd96::" + number));
        if (chance(50)) {
            all.remove(random.nextInt(2));
        }
        if (chance(20)) {
            Collections.reverse(all);
        }
        return all;
    }

    private List<Service.Port> ports(Service.Type type) {
        var ports = new ArrayList<Service.Port>();
        var seen = new LinkedHashSet<String>();
        for (int i = 1 + random.nextInt(3); i > 0; i--) {
            var number = of(PORTS);
            var protocol = of(PROTOCOLS);
            if (seen.add(number + protocol)) {
                var nodePort = type == Service.Type.CLUSTER_IP || chance(20) ? 0 : of(NODE_PORTS);
                ports.add(new Service.Port("p" + i, number, protocol, "8080", "", nodePort));
            }
        }
        return ports;
    }

    private Traffic traffic(Service.Type type, List<String> clusterIps) {
        var isBalanced = type == Service.Type.LOAD_BALANCER;
        return new Traffic(
                clusterIps,
                policy(),
                policy(),
                isBalanced && chance(50) ? 32000 + random.nextInt(3) : 0,
                chance(70) ? 0 : of(List.of(60, 10800)),
                isBalanced ? some(BALANCED) : List.of(),
                isBalanced && chance(40) ? some(BLOCKS) : List.of(),
                of(List.of("", ServiceSettings.LOAD_BALANCER_CLASS, "example.com/other")),
                chance(5));
    }

    private TrafficPolicy policy() {
        return chance(60) ? TrafficPolicy.CLUSTER : TrafficPolicy.LOCAL;
    }

    private EndpointSlice slice(String service, String name) {
        var isIpv6 = chance(50);
        var ports = new ArrayList<SlicePort>();
        for (int i = 1; i <= 3; i++) {
            var protocols = List.of("TCP", "UDP", "SCTP");
            var target = 8080 + i;
            var port = "p" + i;
            protocols.forEach(protocol -> ports.add(new SlicePort(port, target, protocol)));
        }
        if (chance(20)) {
            ports.removeLast();
        }
        return new EndpointSlice(
                ObjectMeta.of("shop", name),
                service,
                isIpv6 ? "IPv6" : "IPv4",
                ports,
                endpoints(isIpv6));
    }

    private List<SliceEndpoint> endpoints(boolean isIpv6) {
        var endpoints = new ArrayList<SliceEndpoint>();
        var hinted = chance(40);
        for (int i = random.nextInt(5); i > 0; i--) {
            endpoints.add(endpoint(isIpv6, hinted));
        }
        return endpoints;
    }

    /// No two have the same address.
    private SliceEndpoint endpoint(boolean isIpv6, boolean hinted) {
        var number = random.nextInt(NODES.size());
        var own = isIpv6 ? "fd44::" + number + ":" : "10.244." + number + ".";
        var address = own + (20 + addresses++ % 200);
        var isReady = chance(50);
        var isTerminating = !isReady && chance(60);
        return new SliceEndpoint(
                List.of(chance(2) ? "127.0.0.1" : address),
                isReady,
                isReady ? chance(95) : isTerminating && chance(60),
                isTerminating,
                placement(NODES.get(number), hinted));
    }

    private Placement placement(String node, boolean hinted) {
        return new Placement(
                chance(5) ? "" : node,
                hinted && chance(90) ? some(ZONES) : List.of(),
                hinted && chance(50) ? some(NODES) : List.of());
    }

    /// Packets to all that the Services have, and a few that nobody waits for.
    List<Packet> packets(ServiceCluster cluster) {
        var packets = new ArrayList<Packet>();
        var sources = sources(cluster, NODES);
        var here = sources(cluster, List.of(HERE));
        for (var service : cluster.services()) {
            for (var port : service.ports()) {
                var protocol = protocol(port.protocol());
                for (var address : addresses(service)) {
                    // What pods of other nodes send to a cluster IP, their own node translates.
                    var isInner = service.traffic().clusterIps().contains(address);
                    var clients = isInner ? here : sources;
                    packets.add(packet(protocol, clients, address, port.port()));
                    packets.add(packet(protocol, clients, address, port.port()));
                }
                for (var address : port.nodePort() == 0 ? List.<String>of() : HOST) {
                    packets.add(packet(protocol, sources, address, port.nodePort()));
                    packets.add(packet(protocol, sources, address, port.nodePort()));
                }
            }
            addresses(service).forEach(it -> packets.add(packet(Packet.TCP, sources, it, 8081)));
        }
        for (var address : STRANGE) {
            packets.add(packet(Packet.TCP, sources, address, of(List.of(80, 30080, 30081))));
        }
        return packets;
    }

    private Packet packet(int protocol, List<String> sources, String destination, int port) {
        var isIpv6 = Addresses.isIpv6(destination);
        var possible = sources.stream().filter(it -> Addresses.isIpv6(it) == isIpv6).toList();
        return new Packet(protocol, of(possible), destination, port);
    }

    private static int protocol(String name) {
        return switch (name) {
            case "TCP" -> Packet.TCP;
            case "UDP" -> Packet.UDP;
            default -> Packet.SCTP;
        };
    }

    private static List<String> sources(ServiceCluster cluster, List<String> nodes) {
        var sources = new ArrayList<>(CLIENTS);
        sources.addAll(HOST);
        cluster.slices().stream()
                .flatMap(slice -> slice.endpoints().stream())
                .filter(endpoint -> nodes.contains(endpoint.placement().node()))
                .flatMap(endpoint -> endpoint.addresses().stream())
                .filter(address -> !Addresses.isLoopback(address))
                .limit(10)
                .forEach(sources::add);
        return sources;
    }

    private static List<String> addresses(Service service) {
        return Stream.of(
                        service.traffic().clusterIps(),
                        service.traffic().virtualIps(),
                        service.externalIps())
                .flatMap(List::stream)
                .toList();
    }

    private <T> T of(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }

    private List<String> some(List<String> all) {
        var some = new ArrayList<>(all);
        Collections.shuffle(some, random);
        return some.subList(0, 1 + random.nextInt(2)).stream().toList();
    }

    private boolean chance(int percent) {
        return random.nextInt(100) < percent;
    }
}
