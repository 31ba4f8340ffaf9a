package dev.sekisho.serviceproxy;

import java.util.HashMap;
import java.util.Map;
import java.util.Optional;

/// Where clients of a UDP flow sent packets to, and who answers them.
public record UdpFlow(String address, int port, String answering, int answeringPort) {

    /// Reads a line of `conntrack -L`: each field comes once for either direction.
    static Optional<UdpFlow> parse(String line) {
        var asked = new HashMap<String, String>();
        var answered = new HashMap<String, String>();
        for (var word : line.strip().split("\\s+", -1)) {
            var equals = word.indexOf('=');
            if (equals > 0) {
                var name = word.substring(0, equals);
                var value = word.substring(equals + 1);
                (asked.containsKey(name) ? answered : asked).putIfAbsent(name, value);
            }
        }
        var isWhole =
                asked.containsKey("dst")
                        && asked.containsKey("dport")
                        && answered.containsKey("src")
                        && answered.containsKey("sport");
        return isWhole
                ? Optional.of(
                        new UdpFlow(
                                text(asked, "dst"),
                                number(asked, "dport"),
                                text(answered, "src"),
                                number(answered, "sport")))
                : Optional.empty();
    }

    private static String text(Map<String, String> fields, String name) {
        return fields.getOrDefault(name, "");
    }

    private static int number(Map<String, String> fields, String name) {
        try {
            return Integer.parseInt(text(fields, name));
        } catch (NumberFormatException _) {
            return -1;
        }
    }
}
