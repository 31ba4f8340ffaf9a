package dev.sekisho.nft;

import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.IntStream;

/// One statement of a rule: a condition, or something that is done.
public sealed interface Statement {

    /// Whether a field is among these values, or is none of them.
    record Among(Part.Field field, Sense sense, List<String> values) implements Statement {

        public Among {
            values = List.copyOf(values);
        }
    }

    enum Sense {
        ANY_OF(""),
        NONE_OF("!= ");

        private final String text;

        Sense(String text) {
            this.text = text;
        }
    }

    /// Whether the key is in a set.
    record InSet(List<Part.Field> key, String set) implements Statement {

        public InSet {
            key = List.copyOf(key);
        }
    }

    /// Whether the packet is the first of a connection.
    record NewConnection() implements Statement {}

    /// Whether the connection has been sent to another address than it asked for.
    record Translated() implements Statement {}

    /// Whether the packet is for an address of this host.
    record ToThisHost() implements Statement {}

    /// Whether the packet is from an address of this host.
    record FromThisHost() implements Statement {}

    /// Whether all bits of the mask are in the packet's mark.
    record Marked(int mask) implements Statement {}

    record Mark(int mask) implements Statement {}

    record Unmark(int mask) implements Statement {}

    /// The verdict that a map has for the key; without one the next rule decides.
    record Lookup(List<Part.Field> key, String map) implements Statement {

        public Lookup {
            key = List.copyOf(key);
        }
    }

    /// One of these verdicts at random.
    record Chance(List<Verdict> verdicts) implements Statement {

        public Chance {
            verdicts = List.copyOf(verdicts);
        }
    }

    /// To the address and port that a map has for the key.
    record DnatByMap(Protocol protocol, List<Part> key, String map) implements Statement {

        public DnatByMap {
            key = List.copyOf(key);
        }
    }

    record Dnat(Protocol protocol, String address, int port) implements Statement {}

    /// The version of IP that an address is of.
    enum Protocol {
        IP,
        IP6
    }

    /// From an address of this host.
    record Masquerade() implements Statement {}

    /// Keeps the field's value in a set for this long from now on.
    record Remember(Part.Field field, String set, int seconds) implements Statement {}

    /// Tells the sender that nobody is there, in the way of its protocol.
    record Reject(Answer answer) implements Statement {}

    enum Answer {
        TCP_RESET("meta l4proto 6 reject with tcp reset"),
        UNREACHABLE("reject");

        private final String text;

        Answer(String text) {
            this.text = text;
        }
    }

    record Do(Verdict verdict) implements Statement {}

    default String text() {
        return switch (this) {
            case Among(var field, var sense, var values) ->
                    field.text() + " " + sense.text + "{ " + String.join(", ", values) + " }";
            case InSet(var key, var set) -> Element.join(key) + " @" + set;
            case NewConnection() -> "ct state new";
            case Translated() -> "ct status dnat";
            case ToThisHost() -> "fib daddr type local";
            case FromThisHost() -> "fib saddr type local";
            case Marked(var mask) -> "meta mark & %1$s == %1$s".formatted(hex(mask));
            case Mark(var mask) -> "meta mark set meta mark | " + hex(mask);
            case Unmark(var mask) -> "meta mark set meta mark & " + hex(~mask);
            case Lookup(var key, var map) -> Element.join(key) + " vmap @" + map;
            case Chance(var verdicts) -> chance(verdicts);
            case DnatByMap(var protocol, var key, var map) ->
                    "dnat " + word(protocol) + " to " + Element.join(key) + " map @" + map;
            case Dnat(var protocol, var address, var port) -> dnat(protocol, address, port);
            case Masquerade() -> "masquerade fully-random";
            case Remember(var field, var set, var seconds) ->
                    "update @%s { %s timeout %ds }".formatted(set, field.text(), seconds);
            case Reject(var answer) -> answer.text;
            case Do(var verdict) -> verdict.text();
        };
    }

    private static String word(Protocol protocol) {
        return switch (protocol) {
            case IP -> "ip";
            case IP6 -> "ip6";
        };
    }

    private static String dnat(Protocol protocol, String address, int port) {
        var place =
                switch (protocol) {
                    case IP -> address;
                    case IP6 -> "[" + address + "]";
                };
        return "meta l4proto { 6, 17, 132 } dnat " + word(protocol) + " to " + place + ":" + port;
    }

    private static String chance(List<Verdict> verdicts) {
        return IntStream.range(0, verdicts.size())
                .mapToObj(i -> i + " : " + verdicts.get(i).text())
                .collect(
                        Collectors.joining(
                                ", ", "numgen random mod " + verdicts.size() + " vmap { ", " }"));
    }

    private static String hex(int bits) {
        return "0x" + Integer.toHexString(bits);
    }
}
