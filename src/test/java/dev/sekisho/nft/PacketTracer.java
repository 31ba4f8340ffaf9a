package dev.sekisho.nft;

import dev.sekisho.nft.Hook.Point;
import dev.sekisho.nft.Statement.Answer;
import java.time.Duration;
import java.util.Comparator;
import java.util.EnumMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import java.util.TreeSet;
import org.jspecify.annotations.Nullable;

/// Sends the first packets of connections through a table as the kernel would, without a kernel.
///
/// The host is a router: what is not for one of its addresses is forwarded, what comes from one of
/// them is its own. A condition on a field that the packet does not have does not hold, whatever it
/// asks; a look-up that finds nothing ends its rule. Both are how nftables does it.
public final class PacketTracer {

    private static final Comparator<Chain> BY_PRIORITY =
            Comparator.comparingInt(chain -> chain.hook().orElseThrow().priority());

    private final Ruleset table;
    private final Set<String> host = new TreeSet<>();
    private final SetContents sets;
    private final Map<Point, List<Chain>> hooks = new EnumMap<>(Point.class);

    /// `host` are the addresses of the host, beside those of its loopback.
    public PacketTracer(Ruleset table, Iterable<String> host) {
        this.table = table;
        this.sets = new SetContents(table);
        host.forEach(address -> this.host.add(Addresses.canonical(address)));
        for (var point : Point.values()) {
            hooks.put(point, hooked(table, point));
        }
    }

    private static List<Chain> hooked(Ruleset table, Point point) {
        return table.chains().values().stream()
                .filter(chain -> chain.hook().isPresent())
                .filter(chain -> chain.hook().orElseThrow().point() == point)
                .sorted(BY_PRIORITY)
                .toList();
    }

    /// All that can become of a packet, by every choice that is left to chance. Nothing of it is
    /// remembered.
    public Set<Outcome> outcomes(Packet packet) {
        var outcomes = new LinkedHashSet<Outcome>();
        var before = sets.memory();
        var choices = 1;
        for (int choice = 0; choice < choices; choice++) {
            sets.restore(before);
            var walk = new Walk(packet, choice);
            outcomes.add(walk.go());
            choices = Math.max(choices, walk.choices);
        }
        sets.restore(before);
        return outcomes;
    }

    /// What becomes of a packet by one of those choices. Sets that packets fill keep it.
    public Outcome trace(Packet packet, int choice) {
        return new Walk(packet, choice).go();
    }

    public void sleep(Duration time) {
        sets.sleep(time);
    }

    private boolean isOfHost(String address) {
        return host.contains(address) || Addresses.isLoopback(address);
    }

    /// How a chain ended that decided; one that did not is null.
    private enum End {
        ACCEPTED,
        DROPPED,
        RESET,
        UNREACHABLE
    }

    /// The rule goes on with its next statement, or is given up, or decides.
    private record Step(boolean holds, @Nullable Verdict verdict, @Nullable End end) {

        static final Step NEXT = new Step(true, null, null);
        static final Step BREAK = new Step(false, null, null);

        static Step when(boolean condition) {
            return condition ? NEXT : BREAK;
        }

        static Step of(Verdict verdict) {
            return new Step(false, verdict, null);
        }

        static Step of(End end) {
            return new Step(false, null, end);
        }
    }

    /// One packet on its way.
    private final class Walk {

        private final Packet packet;
        private final int choice;
        private String destination;
        private int port;
        private int mark;
        private boolean masqueraded;
        private boolean translated;
        private int choices = 1;

        Walk(Packet packet, int choice) {
            this.packet = packet;
            this.choice = choice;
            this.destination = packet.destination();
            this.port = packet.port();
        }

        Outcome go() {
            for (var step : isOfHost(packet.source()) ? outward() : inward()) {
                var end = step.get();
                if (end != null) {
                    return outcome(end);
                }
            }
            return new Outcome.Sent(destination, port, masqueraded);
        }

        private Outcome outcome(End end) {
            return switch (end) {
                case ACCEPTED -> throw new IllegalStateException("no end of the way");
                case DROPPED -> new Outcome.Dropped();
                case RESET -> new Outcome.Rejected(Answer.TCP_RESET);
                case UNREACHABLE -> new Outcome.Rejected(Answer.UNREACHABLE);
            };
        }

        private interface Leg {
            @Nullable End get();
        }

        private List<Leg> inward() {
            return List.of(
                    () -> hook(Point.PREROUTING, true),
                    () -> hook(isOfHost(destination) ? Point.INPUT : Point.FORWARD, true),
                    () -> isOfHost(destination) ? null : hook(Point.POSTROUTING, true));
        }

        /// What a host sends to itself comes in again after it went out, already translated.
        private List<Leg> outward() {
            return List.of(
                    () -> hook(Point.OUTPUT, true),
                    () -> hook(Point.POSTROUTING, true),
                    () -> isOfHost(destination) ? hook(Point.PREROUTING, false) : null,
                    () -> isOfHost(destination) ? hook(Point.INPUT, false) : null);
        }

        /// The end of the packet, if this was it. A chain that accepts ends itself alone.
        private @Nullable End hook(Point point, boolean translating) {
            for (var chain : hooks.getOrDefault(point, List.of())) {
                var end = translating || !isNat(chain) ? run(chain, 0) : null;
                if (end != null && end != End.ACCEPTED) {
                    return end;
                }
            }
            return null;
        }

        private static boolean isNat(Chain chain) {
            return chain.hook().orElseThrow().type() == Hook.Type.NAT;
        }

        private @Nullable End run(Chain chain, int depth) {
            if (depth > 15) {
                throw new IllegalStateException("the kernel refuses so many jumps");
            }
            for (var rule : chain.rules()) {
                var step = follow(rule);
                if (step.end() != null) {
                    return step.end();
                }
                switch (step.verdict()) {
                    case null -> {}
                    case Verdict.Accept() -> {
                        return End.ACCEPTED;
                    }
                    case Verdict.Drop() -> {
                        return End.DROPPED;
                    }
                    case Verdict.Return() -> {
                        return null;
                    }
                    case Verdict.Goto(var name) -> {
                        return run(chain(name), depth + 1);
                    }
                    case Verdict.Jump(var name) -> {
                        var end = run(chain(name), depth + 1);
                        if (end != null) {
                            return end;
                        }
                    }
                }
            }
            return null;
        }

        private Chain chain(String name) {
            return Objects.requireNonNull(table.chains().get(name), "no chain " + name);
        }

        private Step follow(Rule rule) {
            for (var statement : rule.statements()) {
                var step = take(statement);
                if (!step.holds()) {
                    return step;
                }
            }
            return Step.NEXT;
        }

        private Step take(Statement statement) {
            return switch (statement) {
                case Statement.Among among -> Step.when(holds(among));
                case Statement.InSet(var key, var set) -> Step.when(isMember(key, set));
                case Statement.NewConnection() -> Step.NEXT;
                case Statement.Translated() -> Step.when(translated);
                case Statement.ToThisHost() -> Step.when(isOfHost(destination));
                case Statement.FromThisHost() -> Step.when(isOfHost(packet.source()));
                case Statement.Marked(var mask) -> Step.when((mark & mask) == mask);
                case Statement.Mark(var mask) -> {
                    mark |= mask;
                    yield Step.NEXT;
                }
                case Statement.Unmark(var mask) -> {
                    mark &= ~mask;
                    yield Step.NEXT;
                }
                case Statement.Lookup(var key, var map) -> lookup(key, map);
                case Statement.Chance(var verdicts) -> Step.of(verdicts.get(draw(verdicts.size())));
                case Statement.DnatByMap(_, var key, var map) -> translate(value(key, map));
                case Statement.Dnat(var protocol, var address, var to) ->
                        isOf(protocol) ? translate(address, to) : Step.BREAK;
                case Statement.Masquerade() -> {
                    masqueraded = true;
                    yield Step.of(End.ACCEPTED);
                }
                case Statement.Remember(var field, var set, var seconds) -> {
                    sets.remember(set, Objects.requireNonNull(field(field)), seconds);
                    yield Step.NEXT;
                }
                case Statement.Reject(var answer) -> reject(answer);
                case Statement.Do(var verdict) -> Step.of(verdict);
            };
        }

        private boolean holds(Statement.Among among) {
            var value = field(among.field());
            return value != null
                    && among.values().stream().anyMatch(block -> Addresses.contains(block, value))
                            == (among.sense() == Statement.Sense.ANY_OF);
        }

        private boolean isMember(List<Part.Field> key, String set) {
            var text = key(key);
            return text != null && sets.has(set, text);
        }

        private Step lookup(List<Part.Field> key, String map) {
            var value = value(key, map);
            return value == null ? Step.BREAK : Step.of(verdict(value));
        }

        private @Nullable String value(List<? extends Part> key, String map) {
            var text = key(key);
            return text == null ? null : sets.value(map, text);
        }

        private Step translate(@Nullable String value) {
            if (value == null) {
                return Step.BREAK;
            }
            var parts = SetContents.split(value);
            return translate(parts[0], Integer.parseInt(parts[1]));
        }

        private Step translate(String address, int to) {
            destination = Addresses.canonical(address);
            port = to;
            translated = true;
            return Step.of(End.ACCEPTED);
        }

        private boolean isOf(Statement.Protocol protocol) {
            return packet.isIpv6() == (protocol == Statement.Protocol.IP6);
        }

        private Step reject(Answer answer) {
            return switch (answer) {
                case TCP_RESET -> packet.protocol() == Packet.TCP ? Step.of(End.RESET) : Step.BREAK;
                case UNREACHABLE -> Step.of(End.UNREACHABLE);
            };
        }

        private int draw(int bound) {
            if (choices > 1) {
                throw new IllegalStateException("more than one thing is left to chance");
            }
            choices = bound;
            return choice % bound;
        }

        private @Nullable String key(List<? extends Part> parts) {
            var texts =
                    parts.stream()
                            .map(part ->
                                    switch (part) {
                                        case Part.Field field -> String.valueOf(field(field));
                                        case Part.Random(var bound) ->
                                                Integer.toString(draw(bound));
                                    })
                            .toList();
            return texts.contains("null") ? null : String.join(" . ", texts);
        }

        /// Null if the packet has no such field.
        private @Nullable String field(Part.Field field) {
            return switch (field) {
                case IP_SADDR -> packet.isIpv6() ? null : packet.source();
                case IP_DADDR -> packet.isIpv6() ? null : destination;
                case IP6_SADDR -> packet.isIpv6() ? packet.source() : null;
                case IP6_DADDR -> packet.isIpv6() ? destination : null;
                case L4PROTO -> Integer.toString(packet.protocol());
                case TH_DPORT -> Integer.toString(port);
                case TCP_DPORT -> portOf(Packet.TCP);
                case UDP_DPORT -> portOf(Packet.UDP);
                case SCTP_DPORT -> portOf(Packet.SCTP);
            };
        }

        private @Nullable String portOf(int protocol) {
            return packet.protocol() == protocol ? Integer.toString(port) : null;
        }
    }

    private static Verdict verdict(String text) {
        var space = text.indexOf(' ');
        var word = space < 0 ? text : text.substring(0, space);
        return switch (word) {
            case "accept" -> new Verdict.Accept();
            case "drop" -> new Verdict.Drop();
            case "return" -> new Verdict.Return();
            case "jump" -> new Verdict.Jump(text.substring(space + 1));
            case "goto" -> new Verdict.Goto(text.substring(space + 1));
            default -> throw new IllegalStateException("no verdict: " + text);
        };
    }
}
