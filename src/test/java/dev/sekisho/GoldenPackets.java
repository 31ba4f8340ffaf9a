package dev.sekisho;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.dataformat.yaml.YAMLGenerator;
import com.fasterxml.jackson.dataformat.yaml.YAMLMapper;
import dev.sekisho.cluster.ClusterState;
import dev.sekisho.model.ObjectRef;
import dev.sekisho.model.service.ServiceTable;
import dev.sekisho.nft.Element;
import dev.sekisho.nft.Outcome;
import dev.sekisho.nft.Packet;
import dev.sekisho.nft.PacketTracer;
import dev.sekisho.nft.Ruleset;
import dev.sekisho.nft.Statement.Answer;
import dev.sekisho.nft.Transaction;
import dev.sekisho.serviceproxy.RuleSettings;
import dev.sekisho.serviceproxy.Rules;
import dev.sekisho.translate.syntax.IpAddress;
import java.io.IOException;
import java.nio.file.Path;
import java.time.Duration;
import java.util.Collection;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/// The rules of a golden case (`out.nft`), and what becomes of packets by them (`packets.yaml`).
///
/// A packet is written `SOURCE > tcp|udp|sctp DESTINATION:PORT`, where the source `node` means the
/// first address of the node in the destination's family. What becomes of it is `rejected`,
/// `dropped`, `untouched`, or where it is sent, all possibilities in a list; `masqueraded` is what
/// comes from an address of the node by then. `…, again after SECONDS` sends it once, and once more
/// after that time, for each thing that can become of it: `same` if it then must be the same, `any`
/// if it can be any again.
final class GoldenPackets {

    /// Pods are in 10.244.0.0/16 and fd44::/31, cluster IPs in 10.96.0.0/16 and fd96::/112.
    private static final RuleSettings SETTINGS =
            new RuleSettings(
                    0x4000,
                    List.of("10.244.0.0/16", "fd44::/31"),
                    List.of("10.96.0.0/16", "fd96::/112"));

    private static final Comparator<Element> BY_TEXT =
            Comparator.comparing(Element::set)
                    .thenComparing(Element::key)
                    .thenComparing(Element::value);
    private static final Pattern PACKET =
            Pattern.compile(
                    "(?<from>\\S+) > (?<protocol>tcp|udp|sctp) \\[?(?<to>[^\\]]+)\\]?:(?<port>\\d+)"
                            + "(, again after (?<again>\\d+))?");
    private static final YAMLMapper YAML =
            YAMLMapper.builder()
                    .disable(YAMLGenerator.Feature.WRITE_DOC_START_MARKER)
                    .disable(YAMLGenerator.Feature.SPLIT_LINES)
                    .enable(YAMLGenerator.Feature.MINIMIZE_QUOTES)
                    .enable(YAMLGenerator.Feature.INDENT_ARRAYS_WITH_INDICATOR)
                    .build();

    private final Ruleset rules;
    private final List<String> host;

    GoldenPackets(ClusterState state, String node, ServiceTable services) {
        this.rules = Rules.of(SETTINGS, services);
        var found = state.nodes().get(new ObjectRef("Node", "", node));
        this.host =
                found == null
                        ? List.of()
                        : Stream.of(found.internalIps(), found.externalIps())
                                .flatMap(Collection::stream)
                                .toList();
    }

    /// The transaction that adds the Services to a table that has none.
    static String rules(ServiceTable services) {
        var none =
                new ServiceTable(
                        ServiceTable.EMPTY.ports(),
                        services.nodePortAddresses(),
                        List.of(),
                        services.nodeLeaves());
        var before = services.equals(none) ? Ruleset.EMPTY : Rules.of(SETTINGS, none);
        var change = Transaction.between(before, Rules.of(SETTINGS, services));
        return new Transaction(
                        change.addedSets(),
                        change.chains(),
                        change.removed().stream().sorted(BY_TEXT).toList(),
                        change.added().stream().sorted(BY_TEXT).toList(),
                        change.removedChains(),
                        change.removedSets())
                .text(Rules.TABLE);
    }

    /// The packets of a file with what becomes of them now.
    String trace(Path file) throws IOException {
        var out = new LinkedHashMap<String, Object>();
        var written = YAML.readTree(file.toFile());
        for (var entry : ((Iterable<Map.Entry<String, JsonNode>>) written.properties())) {
            out.put(entry.getKey(), trace(entry.getKey()));
        }
        return YAML.writeValueAsString(out);
    }

    private Object trace(String written) {
        var words = PACKET.matcher(written);
        if (!words.matches()) {
            throw new IllegalArgumentException("no packet: " + written);
        }
        var to = words.group("to");
        var packet =
                new Packet(
                        protocol(words.group("protocol")),
                        words.group("from").equals("node") ? own(to) : words.group("from"),
                        to,
                        Integer.parseInt(words.group("port")));
        var again = words.group("again");
        if (again == null) {
            return text(packet, tracer().outcomes(packet));
        }
        return again(packet, Duration.ofSeconds(Integer.parseInt(again)));
    }

    private Object again(Packet packet, Duration time) {
        var all = tracer().outcomes(packet);
        var always = new TreeSet<String>();
        for (int choice = 0; choice < all.size(); choice++) {
            var tracer = tracer();
            var first = tracer.trace(packet, choice);
            tracer.sleep(time);
            var then = tracer.outcomes(packet);
            var isAny = then.equals(all) ? "any" : Objects.toString(text(packet, then));
            always.add(then.equals(Set.of(first)) ? "same" : isAny);
        }
        return always.size() == 1 ? always.first() : always;
    }

    private PacketTracer tracer() {
        return new PacketTracer(rules, host);
    }

    private String own(String family) {
        return host.stream()
                .filter(it -> it.indexOf(':') < 0 == family.indexOf(':') < 0)
                .findFirst()
                .orElseThrow();
    }

    private static int protocol(String word) {
        return switch (word) {
            case "tcp" -> Packet.TCP;
            case "udp" -> Packet.UDP;
            default -> Packet.SCTP;
        };
    }

    private static Object text(Packet packet, Set<Outcome> outcomes) {
        Function<Outcome, String> text = outcome -> text(packet, outcome);
        var texts = outcomes.stream().map(text).sorted().toList();
        return texts.size() == 1 ? texts.getFirst() : texts;
    }

    private static String text(Packet packet, Outcome outcome) {
        return switch (outcome) {
            case Outcome.Dropped() -> "dropped";
            case Outcome.Rejected(var answer) -> rejected(packet, answer);
            case Outcome.Sent(var address, var port, var masqueraded) -> {
                var isAsAsked = address.equals(packet.destination()) && port == packet.port();
                var canonical = IpAddress.parse(address).orElseThrow().text();
                var place = canonical.indexOf(':') < 0 ? canonical : "[" + canonical + "]";
                yield (isAsAsked ? "untouched" : place + ":" + port)
                        + (masqueraded ? " masqueraded" : "");
            }
        };
    }

    private static String rejected(Packet packet, Answer answer) {
        var expected = packet.protocol() == Packet.TCP ? Answer.TCP_RESET : Answer.UNREACHABLE;
        return answer == expected ? "rejected" : "rejected by " + answer;
    }
}
