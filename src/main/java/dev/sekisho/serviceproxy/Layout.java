package dev.sekisho.serviceproxy;

import dev.sekisho.model.service.IpFamily;
import dev.sekisho.model.service.Transport;
import dev.sekisho.nft.NamedSet;
import dev.sekisho.nft.NamedSet.Kind;
import dev.sekisho.nft.Part;
import dev.sekisho.nft.Part.Field;
import dev.sekisho.nft.Statement.Protocol;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;

/// The names of one family of addresses: its fields, sets and maps.
///
/// `clusterIps` and `hairpins` are the sets whose elements several ports may share, and which are
/// kept for that: their names are made once.
record Layout(
        String word,
        Field source,
        Field destination,
        Protocol protocol,
        String clusterIps,
        String hairpins) {

    static final String TABLE = "inet sekisho-services";

    /// A table without this chain was made by another version, whose sets may be of other types.
    static final String VERSION = "layout-1";

    static final String MARKING = "marking";
    static final String REJECTING = "rejecting";

    private static final Layout IPV4 =
            new Layout("ip", Field.IP_SADDR, Field.IP_DADDR, Protocol.IP);
    private static final Layout IPV6 =
            new Layout("ip6", Field.IP6_SADDR, Field.IP6_DADDR, Protocol.IP6);

    static final List<Layout> ALL = List.of(IPV4, IPV6);

    private Layout(String word, Field source, Field destination, Protocol protocol) {
        this(word, source, destination, protocol, "cluster-ips-" + word, "hairpins-" + word);
    }

    static Layout of(IpFamily family) {
        return switch (family) {
            case IPV4 -> IPV4;
            case IPV6 -> IPV6;
        };
    }

    /// Whether an address or block is of this family.
    boolean covers(String address) {
        return (address.indexOf(':') < 0) == (protocol == Protocol.IP);
    }

    /// Address, protocol and port.
    List<Field> place() {
        return List.of(destination, Field.L4PROTO, Field.TH_DPORT);
    }

    /// Protocol and port, for node ports.
    static List<Field> nodePort() {
        return List.of(Field.L4PROTO, Field.TH_DPORT);
    }

    /// Where clients go that may go anywhere.
    String services() {
        return "services-" + word;
    }

    String nodePorts() {
        return "node-ports-" + word;
    }

    /// Where clients from outside go that have to stay on this node.
    String outside() {
        return "outside-" + word;
    }

    String outsideNodePorts() {
        return "outside-node-ports-" + word;
    }

    /// What is dropped or rejected if nothing else took it.
    String unanswered() {
        return "unanswered-" + word;
    }

    String unansweredNodePorts() {
        return "unanswered-node-ports-" + word;
    }

    String firewalled() {
        return "firewalled-" + word;
    }

    List<NamedSet> sets() {
        var sets = new ArrayList<NamedSet>();
        Stream.of(services(), outside(), unanswered(), firewalled())
                .forEach(name -> sets.add(NamedSet.of(name, Kind.VERDICTS, parts(place()))));
        Stream.of(nodePorts(), outsideNodePorts(), unansweredNodePorts())
                .forEach(name -> sets.add(NamedSet.of(name, Kind.VERDICTS, parts(nodePort()))));
        for (var group : Group.values()) {
            for (var transport : Transport.values()) {
                sets.add(endpoints(group, transport));
            }
        }
        sets.add(NamedSet.of(clusterIps(), Kind.SET, List.of(destination)));
        sets.add(NamedSet.of(hairpins(), Kind.SET, List.of(source, destination)));
        return sets;
    }

    private NamedSet endpoints(Group group, Transport transport) {
        var key = Stream.concat(group.key(this).stream(), Stream.of(new Part.Random(2)));
        var port =
                switch (transport) {
                    case TCP -> Field.TCP_DPORT;
                    case UDP -> Field.UDP_DPORT;
                    case SCTP -> Field.SCTP_DPORT;
                };
        return new NamedSet(
                group.map(this, transport),
                Kind.ENDPOINTS,
                key.toList(),
                List.of(destination, port));
    }

    private static List<Part> parts(List<Field> fields) {
        return List.copyOf(fields);
    }

    /// Endpoints of the same address can differ by who asks, so each way in has a map of its own.
    enum Group {
        ANYWHERE("endpoints"),
        HERE("local-endpoints"),
        NODE_PORT_ANYWHERE("node-port-endpoints"),
        NODE_PORT_HERE("node-port-local-endpoints");

        private final String text;

        Group(String text) {
            this.text = text;
        }

        List<Field> key(Layout layout) {
            return switch (this) {
                case ANYWHERE, HERE -> layout.place();
                case NODE_PORT_ANYWHERE, NODE_PORT_HERE -> nodePort();
            };
        }

        String map(Layout layout, Transport transport) {
            return text + "-" + layout.word + "-" + transport.name().toLowerCase(Locale.ROOT);
        }

        /// The chain that chooses one of `count`.
        String chain(Layout layout, Transport transport, int count) {
            return "balance/" + map(layout, transport) + "/" + count;
        }
    }
}
